package dev.balancerdeployer.coordination;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The door to the jobs for everybody who is not the scheduler (SPEC C7). */
public interface Jobs {

    /** All jobs, by name. */
    List<JobView> list();

    /**
     * Asks for a run: joins the waiting one or makes it. The request is stored before this returns
     * and survives a crash; a run that a request joined is never skipped.
     *
     * @return empty if there is no such job
     */
    Optional<RunId> request(JobName job, Run.Trigger trigger, Actor by, @Nullable String reason);

    Optional<Run> find(RunId run);

    /** What the run changed so far, oldest first. */
    List<RunChange> changes(RunId run);

    /** Newest first; empty if there is no such job. */
    Optional<Page<Run>> runs(JobName job, PageRequest page);

    /**
     * @param schedule as configured: a cron expression, {@code every 15s}, or {@code off}
     * @param enabled whether the schedule fires at all
     * @param nextFireAt null if it does not
     */
    record JobView(
            JobName job,
            String schedule,
            boolean enabled,
            @Nullable Instant nextFireAt,
            @Nullable Run lastRun) {}
}
