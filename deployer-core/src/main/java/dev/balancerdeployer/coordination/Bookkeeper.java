package dev.balancerdeployer.coordination;

import dev.balancerdeployer.coordination.Entries.Move;
import dev.balancerdeployer.coordination.JobEntry.Ended;
import dev.balancerdeployer.coordination.JobEntry.Running;
import dev.balancerdeployer.coordination.JobEntry.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the ledger in the name of this replica (SPEC C6, C7). Each method is a decision on a read
 * entry that is stored by compare-and-set, or taken again. All are idempotent: after {@link
 * StoreUnavailable} the same call finds out what became of the first. The order is always the entry
 * first, then database time.
 */
final class Bookkeeper {

    /** After its last refresh a run outside the semaphore is over. */
    private static final Duration ALIVE = Duration.ofSeconds(30);

    private static final Duration AHEAD = Duration.ofSeconds(5);
    private static final int REMEMBERED = 100;

    private final JobLedger ledger;
    private final Entries entries;
    private final Replica self;
    private final Keeper keeper;

    Bookkeeper(JobLedger ledger, DatabaseTime time, Replica self) {
        this(ledger, time, self, Keeper.MOST_SILENCE);
    }

    /**
     * @param silence after its last refresh a waiting run of this replica is anybody's (SPEC C6)
     */
    Bookkeeper(JobLedger ledger, DatabaseTime time, Replica self, Duration silence) {
        this.ledger = ledger;
        this.entries = new Entries(ledger, time);
        this.self = self;
        this.keeper = new Keeper(self.owner(), silence);
    }

    /** How often this replica has to {@link #refresh} a run that waits. */
    Duration refreshEvery() {
        return keeper.refreshEvery();
    }

    /** Whether this replica sees to that run, waiting or under way. */
    boolean isOwner(String owner) {
        return owner.equals(self.owner());
    }

    /** What became of a fire. */
    enum Fired {
        /** It is in the waiting run. */
        TAKEN,
        /** It, or a newer one, was taken before. */
        COVERED,
        /** It is more than 5 s after database time; nothing happened. */
        TOO_EARLY
    }

    Fired fire(JobName job, Instant key) {
        return entries.change(
                job,
                (entry, now) -> {
                    var last = entry.lastFire();
                    if (last != null && !last.isBefore(key)) {
                        return Move.keep(Fired.COVERED);
                    }
                    var next = entry.fired(key, keeper, now);
                    return Move.replace(next, Fired.TAKEN).from(key.minus(AHEAD), Fired.TOO_EARLY);
                });
    }

    /** Stores the request, then joins it to the waiting run. */
    RunId request(JobRequest request) {
        ledger.accept(request);
        return join(request);
    }

    /** Joins a stored request to the waiting run, unless it has a run already. */
    RunId join(JobRequest request) {
        return entries.change(
                request.job(),
                (entry, now) -> {
                    var known = entry.runOf(request.id());
                    if (known.isPresent()) {
                        return Move.keep(known.get());
                    }
                    // Settled only after its run was seen in the entry, so this read comes second.
                    if (!ledger.isOpen(request.id())) {
                        return Move.keep(filedRunOf(entry, request.id()));
                    }
                    var next = entry.requested(request, keeper, now);
                    return Move.replace(next, waitingId(next));
                });
    }

    /** The run that this replica has to see to. */
    Optional<PlannedRun> mine(JobName job) {
        return ledger.find(job)
                .map(it -> it.entry().waiting())
                .filter(it -> it.owner().equals(self.owner()))
                .map(Waiting::plan);
    }

    /** Says that this replica still sees to a waiting run; empty if it is not its any more. */
    Optional<PlannedRun> refresh(JobName job, RunId run) {
        return entries.change(
                job,
                (entry, now) -> {
                    var waiting = mine(entry, run);
                    return waiting == null
                            ? Move.keep(Optional.empty())
                            : Move.replace(
                                    entry.withWaiting(keeper.waits(waiting.plan(), now)),
                                    Optional.of(waiting.plan()));
                });
    }

    /** Hands a waiting run over to whoever looks next. */
    void handOver(JobName job) {
        entries.change(
                job,
                (entry, now) -> {
                    var waiting = entry.waiting();
                    if (waiting == null || !waiting.owner().equals(self.owner())) {
                        return Move.keep(false);
                    }
                    var free = keeper.waits(waiting.plan(), now.minus(keeper.silence()));
                    return Move.replace(entry.withWaiting(free), true);
                });
    }

    /** Takes over a waiting run whose owner has gone; it keeps its id. */
    boolean takeOver(JobName job) {
        return entries.change(
                job,
                (entry, now) -> {
                    var waiting = entry.waiting();
                    if (waiting == null || waiting.owner().equals(self.owner())) {
                        return Move.keep(false);
                    }
                    var taken = keeper.waits(waiting.plan().recovered(), now);
                    return Move.replace(entry.withWaiting(taken), true)
                            .from(waiting.freeAt(), false);
                });
    }

    /** Ends a waiting run unstarted; false if it is not this replica's or a request joined it. */
    boolean skip(JobName job, RunId run, String reason) {
        return entries.change(
                job,
                (entry, now) -> {
                    var waiting = mine(entry, run);
                    return waiting == null || !waiting.plan().requests().isEmpty()
                            ? Move.keep(false)
                            : Move.replace(entry.skipped(waiting, reason, now), true);
                });
    }

    /**
     * What became of a start.
     *
     * @param running null if the run is not this replica's
     * @param busy another replica is in the middle of a run of the job
     */
    record Start(@Nullable Running running, boolean busy) {}

    /**
     * Goes from waiting to running. With a fence, a run that still seems under way is over, since
     * its permit is ours now; without one it has the right of way until it is not refreshed.
     */
    Start start(JobName job, RunId run, @Nullable Fence fence) {
        return entries.change(
                job,
                (entry, now) -> {
                    var before = entry.running();
                    if (before != null && isMine(before, run)) {
                        return Move.keep(new Start(before, false));
                    }
                    var waiting = mine(entry, run);
                    if (waiting == null) {
                        return Move.keep(new Start(null, false));
                    }
                    var next = entry.started(waiting, self.host(), fence, now);
                    var start = Move.replace(next, new Start(next.running(), false));
                    return before == null || fence != null
                            ? start
                            : start.from(staleAt(before), new Start(null, true));
                });
    }

    /** Says that a run without a fence is alive; false if it was given up. */
    boolean refreshRunning(JobName job, RunId run) {
        return entries.change(
                job,
                (entry, now) -> {
                    var running = entry.running();
                    if (running == null || !isMine(running, run)) {
                        return Move.keep(false);
                    }
                    var alive =
                            new Running(
                                    running.plan(),
                                    running.owner(),
                                    running.host(),
                                    running.fence(),
                                    running.startedAt(),
                                    now);
                    return Move.replace(entry.withRunning(alive), true);
                });
    }

    /**
     * Records the end of a run. Nothing happens if it is over already.
     *
     * @param cutShort it did not get through its work: its requests get another run
     */
    void finish(JobName job, RunId run, RunResult result, boolean cutShort) {
        entries.change(
                job,
                (entry, now) -> {
                    var running = entry.running();
                    if (running == null || !isMine(running, run)) {
                        return Move.keep(false);
                    }
                    var next =
                            cutShort
                                    ? entry.cutShort(running, result, keeper, now)
                                    : entry.finished(running, result, now);
                    return Move.replace(next, true);
                });
        file(job);
    }

    /**
     * Marks a run whose process died. One with a fence must be known to have lost its permit; one
     * without is judged here.
     */
    boolean abandon(JobName job, RunId run) {
        return entries.change(
                job,
                (entry, now) -> {
                    var running = entry.running();
                    if (running == null || !running.plan().runId().equals(run)) {
                        return Move.keep(false);
                    }
                    var next = entry.cutShort(running, JobEntry.ABANDONED, keeper, now);
                    var abandoned = Move.replace(next, true);
                    return running.fence() == null
                            ? abandoned.from(staleAt(running), false)
                            : abandoned;
                });
    }

    /** Files ended runs: filed first, their requests settled, then taken out of the entry. */
    void file(JobName job) {
        entries.change(
                job,
                (entry, now) -> {
                    if (entry.ended().isEmpty()) {
                        return Move.keep(false);
                    }
                    for (var it : entry.ended()) {
                        ledger.file(it);
                        ledger.settle(it.requests());
                    }
                    var filed = entry.ended().stream().map(it -> it.run().runId()).toList();
                    return Move.replace(entry.withoutEnded(filed), true);
                });
    }

    /** Only for a request that was joined, run and filed by others within one call of ours. */
    private RunId filedRunOf(JobEntry entry, String request) {
        return ledger.filed(entry.job(), entry.runs() - REMEMBERED, entry.runs()).stream()
                .filter(it -> it.requests().contains(request))
                .map(Ended::run)
                .map(Run::runId)
                .findFirst()
                .orElseGet(() -> JobEntry.runId(entry.job(), entry.runs()));
    }

    private static RunId waitingId(JobEntry next) {
        var waiting = next.waiting();
        if (waiting == null) {
            throw new IllegalStateException("a request joined nothing");
        }
        return waiting.plan().runId();
    }

    private @Nullable Waiting mine(JobEntry entry, RunId run) {
        var waiting = entry.waiting();
        return waiting != null
                        && waiting.owner().equals(self.owner())
                        && waiting.plan().runId().equals(run)
                ? waiting
                : null;
    }

    private boolean isMine(Running running, RunId run) {
        return running.owner().equals(self.owner()) && running.plan().runId().equals(run);
    }

    private static Instant staleAt(Running running) {
        return running.refreshedAt().plus(ALIVE);
    }
}
