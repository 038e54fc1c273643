package dev.balancerdeployer.coordination;

import dev.balancerdeployer.coordination.Run.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger holds about one job in one place; the authority over its runs (SPEC C6, C7).
 *
 * <pre>
 *   fire, request                        start                    finish, abandon
 *  ---------------> waiting (at most 1) -------> running (at most 1) ----------> ended -> filed
 *                      ^  | skip                                        |
 *                      |  +--------------------------------------> ended
 *                      +--- requests of a run that was cut short -------+
 * </pre>
 *
 * <p>The transitions are pure; {@link JobLedger#replace} stores them by compare-and-set.
 *
 * @param runs how many runs were ever made; run N of a job is called {@code JOB-N}
 * @param lastFire the newest scheduled instant that was claimed; all before it are covered
 * @param ended runs that are not filed yet, oldest first
 */
public record JobEntry(
        JobName job,
        long runs,
        @Nullable Instant lastFire,
        @Nullable Waiting waiting,
        @Nullable Running running,
        List<Ended> ended) {

    /** How a run ends whose process died. */
    static final RunResult ABANDONED =
            new RunResult(
                    RunResult.Outcome.ABANDONED,
                    "the process that ran it died or lost its lease for good");

    public JobEntry {
        ended = List.copyOf(ended);
    }

    /**
     * A run before its start.
     *
     * @param silence so long after its last refresh it is anybody's
     */
    public record Waiting(PlannedRun plan, String owner, Instant refreshedAt, Duration silence) {

        Instant freeAt() {
            return refreshedAt.plus(silence);
        }
    }

    /**
     * A run under way.
     *
     * @param fence null for a job outside the semaphore, whose owner refreshes it instead
     */
    public record Running(
            PlannedRun plan,
            String owner,
            String host,
            @Nullable Fence fence,
            Instant startedAt,
            Instant refreshedAt) {}

    /** A run that is over, with the requests that it answered. */
    public record Ended(Run run, List<String> requests) {

        public Ended {
            requests = List.copyOf(requests);
        }
    }

    /** Of a job that nothing is known about. */
    public static JobEntry fresh(JobName job) {
        return new JobEntry(job, 0, null, null, null, List.of());
    }

    /** The name of a run by its number. */
    public static RunId runId(JobName job, long number) {
        return new RunId(job + "-" + number);
    }

    /** Claims a scheduled instant and makes or joins the waiting run with it. */
    JobEntry fired(Instant key, Keeper keeper, Instant now) {
        var joined = waiting;
        var next =
                joined == null
                        ? keeper.waits(PlannedRun.scheduled(nextId(), key), now)
                        : with(joined, joined.plan().joinedBy(key));
        return new JobEntry(job, runsWith(joined), key, next, running, ended);
    }

    JobEntry requested(JobRequest request, Keeper keeper, Instant now) {
        var joined = waiting;
        var next =
                joined == null
                        ? keeper.waits(PlannedRun.requested(nextId(), request), now)
                        : with(joined, joined.plan().joinedBy(request));
        return new JobEntry(job, runsWith(joined), lastFire, next, running, ended);
    }

    JobEntry withWaiting(Waiting next) {
        return new JobEntry(job, runs, lastFire, next, running, ended);
    }

    JobEntry withRunning(Running next) {
        return new JobEntry(job, runs, lastFire, waiting, next, ended);
    }

    /** Ends a waiting run that never started. */
    JobEntry skipped(Waiting over, String reason, Instant now) {
        var run = end(over.plan(), null, RunResult.skipped(reason), now);
        return new JobEntry(job, runs, lastFire, null, running, plus(run, over.plan().requests()));
    }

    /** A run that was under way is over for good, and the starting one takes over its requests. */
    JobEntry started(Waiting starting, String host, @Nullable Fence fence, Instant now) {
        var before = running;
        var plan = before == null ? starting.plan() : starting.plan().joinedBy(before.plan());
        var next = new Running(plan, starting.owner(), host, fence, now, now);
        var over = ended;
        if (before != null) {
            over = plus(end(before.plan(), before, ABANDONED, now), List.of());
        }
        return new JobEntry(job, runs, lastFire, null, next, over);
    }

    JobEntry finished(Running over, RunResult result, Instant now) {
        var run = end(over.plan(), over, result, now);
        return new JobEntry(job, runs, lastFire, waiting, null, plus(run, over.plan().requests()));
    }

    /** Ends a run that did not get through its work: its requests get another one. */
    JobEntry cutShort(Running over, RunResult result, Keeper keeper, Instant now) {
        var plan = over.plan();
        if (plan.requests().isEmpty()) {
            return finished(over, result, now);
        }
        var joined = waiting;
        var next =
                joined == null
                        ? keeper.waits(PlannedRun.again(nextId(), plan), now)
                        : with(joined, joined.plan().joinedBy(plan));
        var run = end(plan, over, result, now);
        return new JobEntry(job, runsWith(joined), lastFire, next, null, plus(run, List.of()));
    }

    JobEntry withoutEnded(List<RunId> filed) {
        var left = ended.stream().filter(it -> !filed.contains(it.run().runId())).toList();
        return new JobEntry(job, runs, lastFire, waiting, running, left);
    }

    /** The run that a request joined. */
    Optional<RunId> runOf(String request) {
        if (waiting != null && waiting.plan().requests().contains(request)) {
            return Optional.of(waiting.plan().runId());
        }
        if (running != null && running.plan().requests().contains(request)) {
            return Optional.of(running.plan().runId());
        }
        return ended.stream()
                .filter(it -> it.requests().contains(request))
                .map(it -> it.run().runId())
                .findFirst();
    }

    /** The runs in here, newest first. */
    List<Run> shown() {
        var found = new ArrayList<Run>();
        if (waiting != null) {
            found.add(run(waiting.plan(), null, null, State.WAITING, null, null));
        }
        if (running != null) {
            found.add(run(running.plan(), running, null, State.RUNNING, null, null));
        }
        ended.reversed().forEach(it -> found.add(it.run()));
        return found;
    }

    private RunId nextId() {
        return runId(job, runs + 1);
    }

    private long runsWith(@Nullable Waiting joined) {
        return joined == null ? runs + 1 : runs;
    }

    private static Waiting with(Waiting waiting, PlannedRun plan) {
        return new Waiting(plan, waiting.owner(), waiting.refreshedAt(), waiting.silence());
    }

    private Run end(PlannedRun plan, @Nullable Running ran, RunResult result, Instant now) {
        return run(plan, ran, now, State.FINISHED, result.outcome(), result.reason());
    }

    /**
     * @param answered requests that need no other run
     */
    private List<Ended> plus(Run run, List<String> answered) {
        var all = new ArrayList<>(ended);
        all.add(new Ended(run, answered));
        return all;
    }

    private Run run(
            PlannedRun plan,
            @Nullable Running ran,
            @Nullable Instant finishedAt,
            State state,
            RunResult.@Nullable Outcome outcome,
            @Nullable String reason) {
        var fence = ran == null ? null : ran.fence();
        return new Run(
                plan.runId(),
                job,
                plan.trigger(),
                plan.requestedBy(),
                plan.scheduledAt(),
                plan.fires(),
                ran == null ? null : ran.startedAt(),
                finishedAt,
                state,
                outcome,
                reason == null ? plan.reason() : reason,
                fence == null ? null : fence.number(),
                ran == null ? null : ran.host());
    }
}
