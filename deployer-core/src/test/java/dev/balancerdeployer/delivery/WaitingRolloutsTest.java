package dev.balancerdeployer.delivery;

import static dev.balancerdeployer.delivery.NamespaceSource.namespace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.JobName;
import dev.balancerdeployer.coordination.Jobs;
import dev.balancerdeployer.coordination.Page;
import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.coordination.Run;
import dev.balancerdeployer.coordination.RunChange;
import dev.balancerdeployer.coordination.RunId;
import dev.balancerdeployer.coordination.RunResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WaitingRolloutsTest {

    private final World world = new World();
    private final CountingJobs jobs = new CountingJobs();
    private final WaitingRollouts waiting =
            new WaitingRollouts(world.records, world.awacs, jobs, world.time);

    @Test
    void asksForARunOnceTheWayIsFree() {
        queueBehindAnother();
        jobs.lastFinished = world.clock.instant();
        waiting.round();
        assertThat(jobs.requests).isZero();

        finish();
        waiting.round();

        assertThat(jobs.requests).isEqualTo(1);
    }

    @Test
    void asksAgainOnlyAfterAWhileIfTheRunCouldNotStartIt() {
        queueBehindAnother();
        finish();
        jobs.lastFinished = world.clock.instant().plusSeconds(1);
        world.clock.advance(Duration.ofSeconds(30));
        waiting.round();
        assertThat(jobs.requests).isZero();

        world.clock.advance(Duration.ofMinutes(1));
        waiting.round();

        assertThat(jobs.requests).isEqualTo(1);
    }

    @Test
    void leavesAConflictToPeople() {
        world.repository.commit(namespace("maps").object("a", "1").locations("sas"));
        world.deploy();
        world.awacs.edit("maps", "a", "by hand");
        world.repository.commit(namespace("maps").object("a", "2").locations("sas"));
        world.deploy();

        waiting.round();

        assertThat(world.record("maps").queued()).isNotNull();
        assertThat(jobs.requests).isZero();
    }

    private void queueBehindAnother() {
        world.repository.commit(namespace("maps").object("a", "1").locations("sas", "vla"));
        world.deploy();
        world.repository.commit(namespace("maps").object("a", "2").locations("sas", "vla"));
        world.deploy();
    }

    private void finish() {
        world.clock.advance(World.BAKE);
        world.unpause();
        assertThat(world.current("maps").state()).isEqualTo(RolloutState.COMPLETED);
    }

    /** The deployer's last run ended at a given time. */
    private static final class CountingJobs implements Jobs {

        private @Nullable Instant lastFinished;
        private int requests;

        @Override
        public List<JobView> list() {
            return List.of();
        }

        @Override
        public Optional<RunId> request(
                JobName job, Run.Trigger trigger, Actor by, @Nullable String reason) {
            requests++;
            return Optional.of(new RunId("r" + requests));
        }

        @Override
        public Optional<Run> find(RunId run) {
            return Optional.empty();
        }

        @Override
        public List<RunChange> changes(RunId run) {
            return List.of();
        }

        @Override
        public Optional<Page<Run>> runs(JobName job, PageRequest page) {
            var run =
                    new Run(
                            new RunId("last"),
                            job,
                            Run.Trigger.SCHEDULE,
                            Actor.SELF,
                            null,
                            List.of(),
                            lastFinished,
                            lastFinished,
                            Run.State.FINISHED,
                            RunResult.Outcome.NOTHING_TO_DO,
                            "",
                            1L,
                            "host");
            return Optional.of(new Page<>(lastFinished == null ? List.of() : List.of(run), null));
        }
    }
}
