package dev.balancerdeployer.coordination;

import dev.balancerdeployer.coordination.JobEntry.Running;
import dev.balancerdeployer.coordination.JobEntry.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Notices within a second that the process which held the permit, or saw to a waiting run, is dead
 * or frozen, so that the next run starts within the ttl + 1 s (P-L7). A look costs one read, and
 * one more while a run is under way elsewhere; {@link JobUpkeep} does the rest at leisure.
 */
final class JobWatch implements Upkeep {

    private static final Duration EVERY = Duration.ofMillis(500);

    private final JobLedger ledger;
    private final Bookkeeper book;
    private final Semaphores semaphores;
    private final JobRunner runner;
    private final LongSupplier nanoTime;

    /** Waiting runs of others, by job, as they were last seen to be refreshed. */
    private final Map<JobName, Seen> others = new HashMap<>();

    private record Seen(RunId run, Instant refreshedAt, long nanos) {

        boolean isOf(Waiting waiting) {
            return run.equals(waiting.plan().runId()) && refreshedAt.equals(waiting.refreshedAt());
        }
    }

    JobWatch(
            JobLedger ledger,
            Bookkeeper book,
            Semaphores semaphores,
            JobRunner runner,
            LongSupplier nanoTime) {
        this.ledger = ledger;
        this.book = book;
        this.semaphores = semaphores;
        this.runner = runner;
        this.nanoTime = nanoTime;
    }

    @Override
    public String name() {
        return "dead holders";
    }

    @Override
    public Duration every() {
        return EVERY;
    }

    @Override
    public synchronized void round() {
        for (var stored : ledger.list()) {
            var entry = stored.entry();
            var running = entry.running();
            if (running != null && !book.isOwner(running.owner())) {
                lookAt(entry.job(), running);
            }
            if (isSilent(entry) && book.takeOver(entry.job())) {
                runner.wake(entry.job());
            }
        }
    }

    /**
     * One whose permit has expired is over. One whose permit is gone for another reason may still
     * say by itself how it ended.
     */
    private void lookAt(JobName job, Running running) {
        var fence = running.fence();
        if (fence == null) {
            return;
        }
        if (expires(semaphores, fence) && book.abandon(job, running.plan().runId())) {
            runner.wake(job);
        }
    }

    /** Whether that permit had expired and was still in its place; it is not after that. */
    static boolean expires(Semaphores semaphores, Fence fence) {
        return semaphores.reap(fence.semaphore()).stream().anyMatch(it -> it.fence().equals(fence));
    }

    /** By the clock of this process, and only roughly: whether it is worth trying to take it. */
    private boolean isSilent(JobEntry entry) {
        var waiting = entry.waiting();
        var job = entry.job();
        if (waiting == null || book.isOwner(waiting.owner()) || !runner.jobs().contains(job)) {
            others.remove(job);
            return false;
        }
        var now = nanoTime.getAsLong();
        var seen = seen(job, waiting, now);
        return now - seen.nanos() >= waiting.silence().dividedBy(2).toNanos();
    }

    private Seen seen(JobName job, Waiting waiting, long now) {
        @Nullable Seen before = others.get(job);
        if (before != null && before.isOf(waiting)) {
            return before;
        }
        var fresh = new Seen(waiting.plan().runId(), waiting.refreshedAt(), now);
        others.put(job, fresh);
        return fresh;
    }
}
