package dev.balancerdeployer.delivery;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.coordination.JobName;
import dev.balancerdeployer.coordination.Jobs;
import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.coordination.Run;
import dev.balancerdeployer.coordination.Upkeep;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a run for requests that were accepted and then left without one (SPEC C6, D6). A request
 * that a run has seen and left, since the kill switch is closed say, gets the next one after as
 * long again, up to ten minutes, so that a long closure does not fill the ledger.
 */
final class PendingDeployments implements Upkeep {

    /** A request younger than this is still on its way to its run. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration MOST_PATIENCE = Duration.ofMinutes(10);

    private final Deployments deployments;
    private final Jobs jobs;
    private final DatabaseTime time;

    PendingDeployments(Deployments deployments, Jobs jobs, DatabaseTime time) {
        this.deployments = deployments;
        this.jobs = jobs;
        this.time = time;
    }

    @Override
    public String name() {
        return "pending deployments";
    }

    @Override
    public Duration every() {
        return Duration.ofSeconds(10);
    }

    @Override
    public void round() {
        var accepted = deployments.accepted();
        if (accepted.isEmpty()) {
            return;
        }
        var newest =
                jobs.runs(JobName.DEPLOYER, PageRequest.first(1)).stream()
                        .flatMap(it -> it.items().stream())
                        .findFirst();
        if (newest.isPresent() && newest.get().state() != Run.State.FINISHED) {
            return;
        }
        var now = time.now();
        accepted.stream()
                .filter(it -> isDue(it, newest.orElse(null), now))
                .findFirst()
                .ifPresent(it ->
                        jobs.request(
                                JobName.DEPLOYER,
                                Run.Trigger.RECOVERY,
                                Actor.self(),
                                "deployment %s waits for a run".formatted(it.id())));
    }

    private static boolean isDue(Deployment deployment, @Nullable Run newest, Instant now) {
        var created = deployment.createdAt();
        var since = created;
        var patience = PATIENCE;
        var finished = newest == null ? null : newest.finishedAt();
        if (newest != null && finished != null && finished.isAfter(created)) {
            since = finished;
            patience = saw(newest, created) ? again(Duration.between(created, finished)) : PATIENCE;
        }
        return since.plus(patience).isBefore(now);
    }

    /** Whether the request was there when the run began, so that the run could take it up. */
    private static boolean saw(Run run, Instant created) {
        var started = run.startedAt();
        return started != null && started.isAfter(created);
    }

    private static Duration again(Duration waited) {
        if (waited.compareTo(PATIENCE) < 0) {
            return PATIENCE;
        }
        return waited.compareTo(MOST_PATIENCE) > 0 ? MOST_PATIENCE : waited;
    }
}
