package dev.balancerdeployer.weights;

import static dev.balancerdeployer.weights.Weighty.PRODUCTION;
import static dev.balancerdeployer.weights.Weighty.config;
import static dev.balancerdeployer.weights.Weighty.points;
import static dev.balancerdeployer.weights.Weighty.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balancerdeployer.coordination.StoreUnavailable;
import dev.balancerdeployer.weights.Outcome.Done;
import dev.balancerdeployer.weights.Outcome.Refused;
import dev.balancerdeployer.weights.World.Fate;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What a caller is told when others are faster, or the store is away (SPEC W4). */
@NullMarked
class WeightsOutageTest {

    private final World world = new World();

    WeightsOutageTest() {
        world.process().changes.apply(config("search SAS=34 MSK=33 MAN=33"));
    }

    @Test
    void countsEveryAttempt() {
        var others = new int[1];
        var process = rivals(others, 3);

        var answer = (Answer.Stepped) ((Done) process.changes.apply(set("search SAS=80"))).answer();

        assertThat(answer.attempts()).isEqualTo(4);
        var writes = List.of("WRITTEN", "published after PT0S");
        assertThat(world.heard.subList(0, 2)).isEqualTo(writes);
        assertThat(world.heard.stream().filter(it -> it.equals("CONFLICT"))).hasSize(3);
        assertThat(world.heard.subList(world.heard.size() - 2, world.heard.size()))
                .isEqualTo(writes);
        assertThat(answer.version()).isEqualTo(5);
    }

    @Test
    void givesUpAfterTenAttempts() {
        var process = rivals(new int[1], 99);

        var outcome = process.changes.apply(set("search SAS=80"));

        assertThat(outcome).isEqualTo(new Refused(new Refusal.Contended(11, 10)));
        assertThat(world.stores.configs().find(PRODUCTION).orElseThrow().config().version())
                .isEqualTo(11);
    }

    @Test
    void tellsThatItIsWrittenButNotPublished() {
        var written = new boolean[1];
        var process =
                world.process(_ -> {
                    written[0] |= !world.values().equals(points("search SAS=34 MSK=33 MAN=33"));
                    return written[0] ? Fate.FAILS : Fate.WELL;
                });
        var before = world.clock.instant();

        var answer = (Answer.Stepped) ((Done) process.changes.apply(set("search SAS=50"))).answer();

        assertThat(answer.version()).isEqualTo(2);
        assertThat(answer.published()).isEqualTo(1);
        assertThat(answer.attempts()).isGreaterThan(1);
        assertThat(Duration.between(before, world.clock.instant()))
                .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(36));
        var healer = world.process();
        assertThat(healer.queries.published(PRODUCTION)).isEqualTo(1);
        healer.reconciler.round();
        assertThat(healer.queries.published(PRODUCTION)).isEqualTo(2);
    }

    @Test
    void doesNotAnswerWithoutFilingTheKey() {
        var process =
                world.process(_ ->
                        world.values().equals(points("search SAS=34 MSK=33 MAN=33"))
                                ? Fate.WELL
                                : Fate.FAILS);
        var request = set("search SAS=50").withKey(new IdempotencyKey("k", "d"));

        assertThatThrownBy(() -> process.changes.apply(request))
                .isInstanceOf(StoreUnavailable.class);
        world.process().reconciler.round();

        var answer = ((Done) world.process().changes.apply(request)).answer();
        assertThat(answer.version()).isEqualTo(2);
        assertThat(answer.published()).isEqualTo(2);
        assertThat(world.values()).isEqualTo(points("search SAS=43 MSK=28 MAN=29"));
    }

    @Test
    void saysThatTheStoreIsAwayWithinItsLimit() {
        var process = world.process(_ -> Fate.FAILS);
        var before = world.clock.instant();

        assertThatThrownBy(() -> process.changes.apply(set("search SAS=50")))
                .isInstanceOf(StoreUnavailable.class);

        assertThat(Duration.between(before, world.clock.instant()))
                .isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void whatOtherProcessesLeavePendingIsFinishedBeforeItIsMuch() {
        for (var i = 0; i < 60; i++) {
            var wanted = set("search SAS=%d".formatted(10 + i));
            var dying = world.process();
            dying.diesAfterReplacing = true;
            try {
                dying.changes.apply(wanted.withKey(new IdempotencyKey("k" + i, "d")));
            } catch (World.Killed _) {
                // it is stored and nothing else, as is meant
            }
            assertThat(world.stores.configs().find(PRODUCTION).orElseThrow().pending())
                    .hasSizeLessThanOrEqualTo(Finishing.MANY + 1);
        }
        var newest = world.stores.configs().find(PRODUCTION).orElseThrow().config().version();
        assertThat(newest).isGreaterThan(40);
        assertThat(world.stores.answers().find(PRODUCTION, "k0")).isPresent();
    }

    /** Somebody else is faster so many times, each time between the read and the write. */
    private World.Replica rivals(int[] won, int times) {
        var other = world.process();
        var process = world.process();
        process.beforeReplacing =
                () -> {
                    if (won[0] < times) {
                        won[0]++;
                        other.changes.apply(set("search MSK=%d".formatted(won[0] * 7 % 60 + 3)));
                    }
                };
        return process;
    }
}
