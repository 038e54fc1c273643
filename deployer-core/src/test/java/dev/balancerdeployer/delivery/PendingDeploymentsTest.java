package dev.balancerdeployer.delivery;

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
import dev.balancerdeployertest.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PendingDeploymentsTest {

    private final MutableClock clock = new MutableClock();
    private final InMemoryDeployments deployments = new InMemoryDeployments();
    private final OneRun jobs = new OneRun();
    private final PendingDeployments pending =
            new PendingDeployments(deployments, jobs, clock::instant);

    @Test
    void asksWithinAMinuteForARequestWithoutARun() {
        accept("d1");

        assertThat(askedAfter(Duration.ofMinutes(1))).hasSize(1);
    }

    @Test
    void asksWithinAMinuteForARequestThatCameDuringALongRun() {
        var began = clock.instant();
        clock.advance(Duration.ofMinutes(1));
        accept("d1");
        clock.advance(Duration.ofHours(1));
        jobs.ended(began, clock.instant());

        assertThat(askedAfter(Duration.ofMinutes(1))).hasSize(1);
    }

    @Test
    void leavesARequestToTheRunThatIsUnderWay() {
        accept("d1");
        jobs.begun(clock.instant());

        assertThat(askedAfter(Duration.ofHours(1))).isEmpty();
    }

    @Test
    void asksMoreAndMoreSeldomWhileEveryRunIsSkipped() {
        jobs.skips = true;
        accept("d1");

        var asked = askedAfter(Duration.ofHours(2));

        assertThat(asked).hasSizeBetween(10, 20);
        for (var i = 1; i < asked.size(); i++) {
            assertThat(Duration.between(asked.get(i - 1), asked.get(i)))
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(30))
                    .isLessThanOrEqualTo(Duration.ofMinutes(11));
        }
        assertThat(Duration.between(asked.get(asked.size() - 2), asked.getLast()))
                .isGreaterThanOrEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void doesNotLetANewRequestWaitForAnOldOne() {
        jobs.skips = true;
        accept("old");
        askedAfter(Duration.ofHours(2));
        clock.advance(Duration.ofSeconds(5));
        accept("new");
        jobs.requests.clear();

        assertThat(askedAfter(Duration.ofMinutes(1))).hasSize(1);
        assertThat(jobs.reason).contains("new");
    }

    @Test
    void asksForNothingWhenNothingIsLeft() {
        assertThat(askedAfter(Duration.ofHours(1))).isEmpty();
    }

    private void accept(String id) {
        deployments.accept(
                Deployment.accepted(
                        new DeploymentId(id),
                        Deployment.Wanted.usual(id, List.of(), "please"),
                        "ann",
                        clock.instant()));
    }

    /** When it asked in that time. */
    private List<Instant> askedAfter(Duration time) {
        var end = clock.instant().plus(time);
        while (clock.instant().isBefore(end)) {
            clock.advance(pending.every());
            pending.round();
        }
        return jobs.requests;
    }

    /** The newest run of the deployer; one that was asked for is over at once. */
    private final class OneRun implements Jobs {

        private final List<Instant> requests = new ArrayList<>();
        private boolean skips;
        private @Nullable String reason;
        private @Nullable Run newest;

        void begun(Instant at) {
            newest = run(at, null);
        }

        void ended(Instant began, Instant at) {
            newest = run(began, at);
        }

        private Run run(Instant began, @Nullable Instant at) {
            return new Run(
                    new RunId("last"),
                    JobName.DEPLOYER,
                    Run.Trigger.SCHEDULE,
                    Actor.SELF,
                    null,
                    List.of(),
                    began,
                    at,
                    at == null ? Run.State.RUNNING : Run.State.FINISHED,
                    RunResult.Outcome.SKIPPED,
                    "",
                    1L,
                    "host");
        }

        @Override
        public List<JobView> list() {
            return List.of();
        }

        @Override
        public Optional<RunId> request(
                JobName job, Run.Trigger trigger, Actor by, @Nullable String why) {
            var now = clock.instant();
            requests.add(now);
            reason = why;
            if (skips) {
                ended(now, now);
            } else {
                begun(now);
            }
            return Optional.of(new RunId("last"));
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
            var found = newest;
            return Optional.of(new Page<>(found == null ? List.of() : List.of(found), null));
        }
    }
}
