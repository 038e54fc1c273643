package dev.balancerdeployer.delivery;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.JobName;
import dev.balancerdeployer.coordination.Jobs;
import dev.balancerdeployer.coordination.Page;
import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.coordination.Run;
import dev.balancerdeployer.coordination.RunChange;
import dev.balancerdeployer.coordination.RunId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Jobs that nobody schedules. */
final class NoJobs implements Jobs {

    @Override
    public List<JobView> list() {
        return List.of();
    }

    @Override
    public Optional<RunId> request(
            JobName job, Run.Trigger trigger, Actor by, @Nullable String reason) {
        return Optional.of(new RunId("requested"));
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
        return Optional.empty();
    }
}
