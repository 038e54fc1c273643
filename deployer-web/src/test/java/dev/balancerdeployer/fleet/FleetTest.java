package dev.balancerdeployer.fleet;

import static java.util.Comparator.comparing;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes of the application on one database (SPEC C6, C7). */
@NullMarked
@Tag("long")
class FleetTest {

    private static final Duration PERIOD = Duration.ofSeconds(2);

    /** A round of upkeep, and a busy machine. */
    private static final Duration SLACK = Duration.ofSeconds(12);

    private final RunsJudge judge = new RunsJudge(PERIOD, SLACK, List.of());

    @TempDir Path directory;

    @Test
    void goesOnWithinASecondOfTheLeaseWhenTheHolderIsKilled() throws Exception {
        try (var fleet = new Fleet(directory)) {
            var one = fleet.start(Duration.ZERO);
            var other = fleet.start(Duration.ZERO);
            one.awaitReady();
            other.awaitReady();
            goesOn(other);
            var asked = one.post("/api/v1/jobs/unpauser/run", "{\"reason\": \"before the end\"}");
            var run = one.awaitPermit();

            one.kill();

            isAbandonedAndFollowed(other, run);
            endsWithin(other, asked.get("run_id").asString());
            goesOn(other);
            assertThat(judge.findings(other.runs())).isEmpty();
        }
    }

    @Test
    void goesOnWithinASecondOfTheLeaseWhenTheHolderIsFrozen() throws Exception {
        try (var fleet = new Fleet(directory)) {
            var one = fleet.start(Duration.ZERO);
            var other = fleet.start(Duration.ZERO);
            one.awaitReady();
            other.awaitReady();
            for (var round = 0; round < 3; round++) {
                goesOn(other);
                var run = one.awaitPermit();

                one.signal("STOP");
                isAbandonedAndFollowed(other, run);
                goesOn(other);
                one.signal("CONT");

                goesOn(one);
                assertThat(other.run(run).outcome()).isEqualTo("ABANDONED");
            }
            assertThat(judge.findings(other.runs())).isEmpty();
        }
    }

    @Test
    void keepsItsRulesWhateverIsKilledFrozenOrAhead() throws Exception {
        var seed = new Random().nextLong();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        try (var fleet = new Fleet(directory)) {
            // The first one stays, so that there is no time without a replica.
            var stays = fleet.start(Duration.ZERO);
            stays.awaitReady();
            var others = new ArrayList<>(List.of(fleet.start(Duration.ofDays(1))));
            others.add(fleet.start(Duration.ZERO));
            others.forEach(Fleet.Replica::awaitReady);
            for (var round = 0; round < 5; round++) {
                var victim = others.remove(random.nextInt(others.size()));
                var asked = victim.post("/api/v1/jobs/deployer/run", "{\"reason\": \"fleet\"}");
                if (random.nextBoolean()) {
                    victim.signal("STOP");
                    goesOn(stays);
                    goesOn(stays);
                    victim.signal("CONT");
                    others.add(victim);
                } else {
                    victim.kill();
                    others.add(fleet.start(Duration.ofDays(random.nextInt(2))));
                    others.getLast().awaitReady();
                }
                endsWithin(stays, asked.get("run_id").asString());
                goesOn(stays);
            }
            assertThat(judge.findings(stays.runs())).isEmpty();
        }
    }

    @Test
    void goesOnByItselfWhenTheDatabaseAnswersAgain() throws Exception {
        try (var fleet = new Fleet(directory)) {
            var replica = fleet.start(Duration.ZERO);
            replica.awaitReady();
            goesOn(replica);
            var before = replica.newestStart();

            fleet.signalDatabase("STOP");
            await().pollDelay(Duration.ofSeconds(20))
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> true);
            fleet.signalDatabase("CONT");

            await().atMost(Duration.ofSeconds(40))
                    .ignoreExceptions()
                    .until(() -> replica.newestStart().isAfter(before.plusSeconds(15)));
            goesOn(replica);
            var outage = new RunsJudge.Outage(before, before.plusSeconds(60));
            assertThat(new RunsJudge(PERIOD, SLACK, List.of(outage)).findings(replica.runs()))
                    .isEmpty();
        }
    }

    /**
     * The holder can have renewed no later than its death, so that the next run starts within the
     * ttl and a second of that. Both times are the database's.
     */
    private static void isAbandonedAndFollowed(Fleet.Replica replica, String run) {
        await().atMost(Duration.ofSeconds(30)).until(() -> replica.run(run).finishedAt() != null);
        var dead = replica.run(run);
        assertThat(dead.outcome()).isEqualTo("ABANDONED");
        var fence = requireNonNull(dead.fence());
        var next =
                await().atMost(Duration.ofSeconds(30))
                        .until(
                                () ->
                                        replica.runs().stream()
                                                .filter(it -> it.fence() != null)
                                                .filter(it -> requireNonNull(it.fence()) > fence)
                                                .min(comparing(it -> requireNonNull(it.fence()))),
                                Optional::isPresent)
                        .orElseThrow();
        var longest = SlowJob.LASTS.plus(Fleet.TTL).plusSeconds(1);
        assertThat(next.startedAt()).isBefore(requireNonNull(dead.startedAt()).plus(longest));
    }

    /** Two more runs come to their ends. */
    private static void goesOn(Fleet.Replica replica) {
        var since = replica.newestStart();
        await().atMost(Duration.ofSeconds(60)).until(() -> replica.endedSince(since) >= 2);
    }

    /** An accepted request gets a run, also if the one it joined is cut short. */
    private static void endsWithin(Fleet.Replica replica, String run) {
        await().atMost(Duration.ofSeconds(75))
                .until(() ->
                        replica.get("/api/v1/runs/" + run)
                                .get("state")
                                .asString()
                                .equals("FINISHED"));
    }
}
