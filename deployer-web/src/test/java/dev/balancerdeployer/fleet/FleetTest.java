package dev.balancerdeployer.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
    void firesOnceAndGoesOnWhenTheHolderIsKilled() throws Exception {
        try (var fleet = new Fleet(directory)) {
            var one = fleet.start(Duration.ZERO);
            var other = fleet.start(Duration.ZERO);
            one.awaitReady();
            other.awaitReady();
            goesOn(other);
            var asked = one.post("/api/v1/jobs/unpauser/run", "{\"reason\": \"before the end\"}");

            one.kill();

            endsWithin(other, asked.get("run_id").asString());
            goesOn(other);
            assertThat(judge.findings(other.runs())).isEmpty();
        }
    }

    @Test
    void keepsItsRulesWhateverIsKilledStoppedOrAhead() throws Exception {
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
            for (var round = 0; round < 8; round++) {
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
            await().pollDelay(Duration.ofSeconds(20)).until(() -> true);
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
