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

/** Asks for a run for requests that were accepted and then left without one (SPEC C6, D6). */
final class PendingDeployments implements Upkeep {

    /** A request younger than this is still on its way to its run. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

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
        var before = time.now().minus(PATIENCE);
        var oldest = accepted.getFirst();
        var newest =
                jobs.runs(JobName.DEPLOYER, PageRequest.first(1)).stream()
                        .flatMap(it -> it.items().stream())
                        .findFirst();
        if (oldest.createdAt().isBefore(before)
                && newest.map(it -> idle(it, before)).orElse(true)) {
            jobs.request(
                    JobName.DEPLOYER,
                    Run.Trigger.RECOVERY,
                    Actor.self(),
                    "deployment %s waits for a run".formatted(oldest.id()));
        }
    }

    private static boolean idle(Run run, Instant before) {
        var finished = run.finishedAt();
        return finished != null && finished.isBefore(before);
    }
}
