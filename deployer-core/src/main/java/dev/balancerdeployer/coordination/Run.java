package dev.balancerdeployer.coordination;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One run of a job as the ledger holds it (API.md section 3, RUN). Times are database times.
 *
 * @param fires every scheduled instant that this run answers for, oldest first: the one that made
 *     it and those that joined it while it waited
 * @param outcome null until finished
 */
public record Run(
        RunId runId,
        JobName job,
        Trigger trigger,
        String requestedBy,
        @Nullable Instant scheduledAt,
        List<Instant> fires,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        State state,
        RunResult.@Nullable Outcome outcome,
        String reason,
        @Nullable Long fence,
        @Nullable String host) {

    /** What started it. */
    public enum Trigger {
        SCHEDULE,
        REQUEST,
        HOOK,
        RECOVERY
    }

    /** Where it stands. */
    public enum State {
        WAITING,
        RUNNING,
        FINISHED
    }

    public Run {
        fires = List.copyOf(fires);
    }
}
