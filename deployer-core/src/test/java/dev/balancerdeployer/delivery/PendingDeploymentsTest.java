package dev.balancerdeployer.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.JobName;
import dev.balancerdeployer.coordination.Run;
import dev.balancerdeployer.coordination.RunId;
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
        jobs.add(null, began, clock.instant());

        assertThat(askedAfter(Duration.ofMinutes(1))).hasSize(1);
    }

    @Test
    void leavesARequestToTheRunThatIsUnderWay() {
        accept("d1");
        jobs.add(null, clock.instant(), null);

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
        jobs.asked.clear();

        assertThat(askedAfter(Duration.ofMinutes(1))).hasSize(1);
        assertThat(jobs.requests).last().asString().contains("new");
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
        return jobs.asked;
    }

    /** A run that was asked for begins at once; one that is skipped is over too. */
    private final class OneRun extends KnownJobs {

        private final List<Instant> asked = new ArrayList<>();
        private boolean skips;

        OneRun() {
            super(JobName.DEPLOYER);
        }

        @Override
        public Optional<RunId> request(
                JobName job, Run.Trigger trigger, Actor by, @Nullable String reason) {
            var now = clock.instant();
            asked.add(now);
            add(null, now, skips ? now : null);
            return super.request(job, trigger, by, reason);
        }
    }
}
