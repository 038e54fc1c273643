package dev.balancerdeployer.coordination;

import dev.balancerdeployer.coordination.Run.Trigger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one run is for: the fires and requests that it answers (SPEC C6).
 *
 * @param reason why it was asked for; empty for a scheduled one
 * @param fires scheduled instants, oldest first
 * @param requests ids of the {@link JobRequest}s that joined it
 */
public record PlannedRun(
        RunId runId,
        Trigger trigger,
        String requestedBy,
        String reason,
        List<Instant> fires,
        List<String> requests) {

    /** Above it the first and the newest are kept: a document has its limits. */
    private static final int MAX_FIRES = 10_000;

    public PlannedRun {
        fires = List.copyOf(fires);
        requests = List.copyOf(requests);
    }

    static PlannedRun scheduled(RunId runId, Instant key) {
        return new PlannedRun(runId, Trigger.SCHEDULE, Actor.SELF, "", List.of(key), List.of());
    }

    static PlannedRun requested(RunId runId, JobRequest request) {
        return new PlannedRun(
                runId,
                request.trigger(),
                request.requestedBy(),
                reason(request),
                List.of(),
                List.of(request.id()));
    }

    /** A new run for the requests of one that did not get through its work. */
    static PlannedRun again(RunId runId, PlannedRun interrupted) {
        return new PlannedRun(
                runId,
                Trigger.RECOVERY,
                interrupted.requestedBy(),
                interrupted.reason(),
                List.of(),
                interrupted.requests());
    }

    PlannedRun joinedBy(Instant key) {
        var joined = new ArrayList<>(fires);
        joined.add(key);
        if (joined.size() > MAX_FIRES) {
            joined.remove(1);
        }
        return new PlannedRun(runId, trigger, requestedBy, reason, joined, requests);
    }

    /** A scheduled run that a person asked for as well is that person's from then on. */
    PlannedRun joinedBy(JobRequest request) {
        var joined = new ArrayList<>(requests);
        joined.add(request.id());
        return requests.isEmpty()
                ? new PlannedRun(
                        runId,
                        trigger == Trigger.SCHEDULE ? request.trigger() : trigger,
                        request.requestedBy(),
                        reason(request),
                        fires,
                        joined)
                : new PlannedRun(runId, trigger, requestedBy, reason, fires, joined);
    }

    /** Takes over the requests of a run that did not get through its work. */
    PlannedRun joinedBy(PlannedRun interrupted) {
        if (interrupted.requests().isEmpty()) {
            return this;
        }
        var joined = new LinkedHashSet<>(interrupted.requests());
        joined.addAll(requests);
        return requests.isEmpty()
                ? new PlannedRun(
                        runId,
                        Trigger.RECOVERY,
                        interrupted.requestedBy(),
                        interrupted.reason(),
                        fires,
                        List.copyOf(joined))
                : new PlannedRun(runId, trigger, requestedBy, reason, fires, List.copyOf(joined));
    }

    PlannedRun recovered() {
        return new PlannedRun(runId, Trigger.RECOVERY, requestedBy, reason, fires, requests);
    }

    @Nullable Instant scheduledAt() {
        return fires.isEmpty() ? null : fires.getFirst();
    }

    private static String reason(JobRequest request) {
        var given = request.reason();
        return given == null ? "" : given;
    }
}
