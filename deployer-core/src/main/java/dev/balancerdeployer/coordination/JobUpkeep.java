package dev.balancerdeployer.coordination;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Finishes what dead processes left in the ledger (SPEC C6, C7): waiting runs without an owner are
 * taken over, runs whose permit is gone are marked {@code ABANDONED}, stored requests without a run
 * get one, ended runs are filed.
 */
final class JobUpkeep implements Upkeep {

    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final int REQUESTS = 100;

    private final JobLedger ledger;
    private final Bookkeeper book;
    private final Semaphores semaphores;
    private final JobRunner runner;

    /** Runs that the last round saw without a permit. */
    private Set<RunId> suspects = Set.of();

    JobUpkeep(JobLedger ledger, Bookkeeper book, Semaphores semaphores, JobRunner runner) {
        this.ledger = ledger;
        this.book = book;
        this.semaphores = semaphores;
        this.runner = runner;
    }

    @Override
    public String name() {
        return "job ledger";
    }

    @Override
    public Duration every() {
        return EVERY;
    }

    @Override
    public synchronized void round() {
        var seen = new HashSet<RunId>();
        for (var stored : ledger.list()) {
            tend(stored.entry(), seen);
        }
        suspects = seen;
        for (var request : ledger.openRequests(REQUESTS)) {
            if (runner.jobs().contains(request.job())) {
                book.join(request);
                runner.wake(request.job());
            }
        }
    }

    private void tend(JobEntry entry, Set<RunId> seen) {
        var job = entry.job();
        var running = entry.running();
        var abandoned =
                running != null
                        && isGone(running, seen)
                        && book.abandon(job, running.plan().runId());
        if (abandoned || !entry.ended().isEmpty()) {
            book.file(job);
        }
        if (entry.waiting() != null && runner.jobs().contains(job)) {
            book.takeOver(job);
        }
        runner.wake(job);
    }

    /**
     * A run whose permit expires here is over. One whose permit is gone already has one more round
     * to say by itself how it ended; a run without a fence is judged by the book.
     */
    private boolean isGone(JobEntry.Running running, Set<RunId> seen) {
        var fence = running.fence();
        if (fence == null) {
            return true;
        }
        if (JobWatch.expires(semaphores, fence)) {
            return true;
        }
        if (semaphores.current(fence).isPresent()) {
            return false;
        }
        seen.add(running.plan().runId());
        return suspects.contains(running.plan().runId());
    }
}
