package dev.balancerdeployer.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.delivery.AlertReceiver.Told;
import dev.balancerdeployertest.MutableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** One call for each change of state, whatever fails on the way (SPEC D15). */
class AlertSenderTest {

    private static final Duration HOLD = Duration.ofSeconds(30);
    private static final Duration REMINDER = Duration.ofHours(4);

    private final MutableClock clock = new MutableClock();
    private final InMemoryAlertRecords records = new InMemoryAlertRecords();
    private final AlertBook book = new AlertBook(records, clock::instant, REMINDER, true);
    private final AlertOutbox outbox = new StoredOutbox(records, clock::instant);
    private final List<String> calls = new ArrayList<>();
    private int failures;
    private final AlertSender sender =
            new AlertSender(
                    outbox,
                    it -> {
                        calls.add(it.kind() + " " + it.alert().state());
                        return failures-- > 0 ? new Told.Failed("500") : new Told.Accepted();
                    },
                    new Random(1));

    @Test
    void tellsEachChangeOnce() {
        fires("x");
        sender.round();
        sender.round();
        ends();
        sender.round();
        sender.round();

        assertThat(calls).containsExactly("FIRING FIRING", "RESOLVED RESOLVED");
    }

    @Test
    void triesAgainLaterAndKeepsTheOrder() {
        failures = 3;
        fires("x");
        sender.round();
        ends();
        sender.round();
        for (var i = 0; i < 20; i++) {
            clock.advance(Duration.ofSeconds(2));
            sender.round();
        }

        assertThat(calls)
                .containsExactly(
                        "FIRING FIRING",
                        "FIRING FIRING",
                        "FIRING FIRING",
                        "FIRING FIRING",
                        "RESOLVED RESOLVED");
    }

    @Test
    void remindsAgainAndAgain() {
        fires("x");
        sender.round();
        for (var i = 0; i < 3; i++) {
            clock.advance(REMINDER);
            fires("x");
            sender.round();
        }

        assertThat(calls)
                .containsExactly(
                        "FIRING FIRING", "REMINDER FIRING", "REMINDER FIRING", "REMINDER FIRING");
    }

    @Test
    void remindsOfNothingThatIsStillToBeTold() {
        failures = 7;
        fires("x");
        for (var i = 0; i < 7; i++) {
            sender.round();
            clock.advance(REMINDER);
            fires("x");
        }
        ends();

        sender.round();
        assertThat(calls.subList(7, calls.size()))
                .containsExactly("FIRING FIRING", "RESOLVED RESOLVED");
    }

    @Test
    void afterAnOutageTheNextReminderComesInItsTime() {
        failures = 1;
        fires("x");
        sender.round();
        clock.advance(REMINDER);
        fires("x");
        sender.round();
        clock.advance(REMINDER.minusSeconds(1));
        fires("x");
        sender.round();
        assertThat(calls).containsExactly("FIRING FIRING", "FIRING FIRING");

        clock.advance(Duration.ofSeconds(1));
        fires("x");
        sender.round();
        assertThat(calls).last().isEqualTo("REMINDER FIRING");
    }

    @Test
    void waitsLongerAndLongerButNotForEver() {
        failures = Integer.MAX_VALUE;
        fires("x");
        for (var i = 0; i < 40; i++) {
            sender.round();
            var wait =
                    Duration.between(clock.instant(), records.firing().getFirst().record().dueAt());
            assertThat(wait).isBetween(Duration.ZERO, Duration.ofMinutes(5));
            assertThat(wait).isLessThanOrEqualTo(Duration.ofSeconds(1L << Math.min(i, 20)));
            clock.advance(wait);
        }
        assertThat(calls).hasSize(40);
    }

    @Test
    void saysMoreAndMoreSeldomThatNobodyIsTold() {
        failures = 20;
        fires("x");

        var lines =
                Logged.by(
                        AlertSender.class,
                        () -> {
                            for (var i = 0; i < 20; i++) {
                                sender.round();
                                clock.advance(Duration.ofMinutes(5));
                            }
                        });

        assertThat(calls).hasSize(20);
        assertThat(lines)
                .extracting(it -> it.replaceFirst(".* (at try \\d+), tried again: (.*)", "$1 $2"))
                .containsExactly(
                        "at try 1 500",
                        "at try 2 500",
                        "at try 4 500",
                        "at try 8 500",
                        "at try 16 500");
    }

    @Test
    void oneThatWaitsHoldsUpNoOther() {
        failures = 1;
        fires("x");
        sender.round();
        fires("x", "y");

        sender.round();

        assertThat(calls).hasSize(2);
    }

    @Test
    void whatADeadReplicaHeldIsTakenOverWithTheSameId() {
        fires("x");
        var dead = outbox.take(HOLD).orElseThrow();
        assertThat(outbox.take(HOLD)).isEmpty();
        clock.advance(HOLD);

        var next = outbox.take(HOLD).orElseThrow();

        assertThat(next.event().id()).isEqualTo(dead.event().id());
        outbox.told(dead); // it comes back too late
        outbox.postpone(dead, Duration.ofHours(1));
        assertThat(outbox.take(HOLD)).isEmpty();
        clock.advance(HOLD);
        var last = outbox.take(HOLD).orElseThrow();
        assertThat(last.event().id()).isEqualTo(dead.event().id());
        outbox.told(last);
        clock.advance(HOLD);
        assertThat(outbox.take(HOLD)).isEmpty();
    }

    @Test
    void twoReplicasThatFindTheSameMakeOneAlert() {
        var finding = finding("x");
        var other = new AlertBook(records, clock::instant, REMINDER, true);

        assertThat(book.keep(List.of(finding), _ -> true).fired()).isEqualTo(1);
        assertThat(other.keep(List.of(finding), _ -> true).fired()).isZero();

        assertThat(records.firing()).hasSize(1);
    }

    private void fires(String... locations) {
        book.keep(List.of(locations).stream().map(AlertSenderTest::finding).toList(), _ -> true);
    }

    private void ends() {
        book.keep(List.of(), _ -> true);
    }

    private static Finding finding(String location) {
        return new Finding(
                AlertKind.STAGE_STUCK,
                new NamespaceId("maps"),
                new LocationId(location),
                null,
                "because");
    }
}
