package dev.balancerdeployer.delivery;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One job that nobody schedules: its runs are what a test tells of, and requests are noted. */
class KnownJobs implements Jobs {

    /** Newest first. */
    final List<Run> runs = new ArrayList<>();

    /** Why runs were asked for. */
    final List<@Nullable String> requests = new ArrayList<>();

    private final JobName known;

    KnownJobs(JobName known) {
        this.known = known;
    }

    /** Adds a newer run, which waits, runs or is over by what is null. */
    void add(@Nullable Instant scheduled, @Nullable Instant started, @Nullable Instant finished) {
        runs.addFirst(
                new Run(
                        new RunId("run-" + runs.size()),
                        known,
                        Run.Trigger.SCHEDULE,
                        Actor.SELF,
                        scheduled,
                        List.of(),
                        started,
                        finished,
                        state(started, finished),
                        RunResult.Outcome.NOTHING_TO_DO,
                        "",
                        1L,
                        "host"));
    }

    private static Run.State state(@Nullable Instant started, @Nullable Instant finished) {
        if (finished != null) {
            return Run.State.FINISHED;
        }
        return started == null ? Run.State.WAITING : Run.State.RUNNING;
    }

    @Override
    public List<JobView> list() {
        return List.of();
    }

    @Override
    public Optional<RunId> request(
            JobName job, Run.Trigger trigger, Actor by, @Nullable String reason) {
        requests.add(reason);
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
        return job.equals(known)
                ? Optional.of(new Page<>(runs.stream().limit(page.limit()).toList(), null))
                : Optional.empty();
    }
}
