package dev.balancerdeployer.web.coordination;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.JobName;
import dev.balancerdeployer.coordination.Jobs;
import dev.balancerdeployer.coordination.Page;
import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.coordination.Run;
import dev.balancerdeployer.coordination.RunChange;
import dev.balancerdeployer.coordination.RunId;
import dev.balancerdeployer.coordination.RunResult;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Two jobs, of which the deployer has run once. */
public final class ScriptedJobs implements Jobs {

    private static final Instant TEN = Instant.parse("2026-01-01T10:00:00Z");

    private static final Run DONE =
            new Run(
                    new RunId("run-1"),
                    JobName.DEPLOYER,
                    Run.Trigger.SCHEDULE,
                    "balancer-deployer",
                    TEN,
                    List.of(TEN),
                    TEN.plusMillis(5),
                    TEN.plusSeconds(2),
                    Run.State.FINISHED,
                    RunResult.Outcome.SUCCEEDED,
                    "one namespace delivered",
                    7L,
                    "host-1");

    @Override
    public List<JobView> list() {
        return List.of(
                new JobView(JobName.UNPAUSER, "off", false, null, null),
                new JobView(JobName.DEPLOYER, "every 5s", true, TEN.plusSeconds(5), DONE));
    }

    @Override
    public Optional<RunId> request(
            JobName job, Run.Trigger trigger, Actor by, @Nullable String reason) {
        return job.equals(JobName.DEPLOYER) ? Optional.of(DONE.runId()) : Optional.empty();
    }

    @Override
    public Optional<Run> find(RunId run) {
        return run.equals(DONE.runId()) ? Optional.of(DONE) : Optional.empty();
    }

    @Override
    public List<RunChange> changes(RunId run) {
        return List.of(new RunChange("CONFIG_UPDATED", "maps-front", null, "version 7"));
    }

    @Override
    public Optional<Page<Run>> runs(JobName job, PageRequest page) {
        return job.equals(JobName.DEPLOYER)
                ? Optional.of(new Page<>(List.of(DONE), null))
                : Optional.empty();
    }
}
