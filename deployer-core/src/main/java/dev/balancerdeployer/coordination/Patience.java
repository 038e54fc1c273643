package dev.balancerdeployer.coordination;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * How long one run goes on waiting for its permit: while it is ours, refreshing it, and up to a
 * limit, but without end once a request has joined it (SPEC C6).
 */
final class Patience {

    private final Bookkeeper book;
    private final JobName job;
    private final RunId run;
    private final BooleanSupplier stopping;
    private final LongSupplier nanoTime;
    private final long begin;
    private final long limit;
    private final long refreshEvery;

    private long refreshed;
    private boolean requested;
    private boolean over;

    /**
     * @param nanoTime monotonic
     */
    Patience(
            Bookkeeper book,
            JobName job,
            PlannedRun plan,
            Duration limit,
            BooleanSupplier stopping,
            LongSupplier nanoTime) {
        this.book = book;
        this.job = job;
        this.run = plan.runId();
        this.stopping = stopping;
        this.nanoTime = nanoTime;
        this.begin = nanoTime.getAsLong();
        this.limit = limit.toNanos();
        this.refreshEvery = book.refreshEvery().toNanos();
        this.refreshed = begin - refreshEvery;
        this.requested = !plan.requests().isEmpty();
    }

    /** Asked once a second or more often. */
    boolean goOn() {
        if (stopping.getAsBoolean()) {
            return false;
        }
        var now = nanoTime.getAsLong();
        var late = now - begin >= limit;
        if (now - refreshed >= refreshEvery || (late && !requested)) {
            try {
                var plan = book.refresh(job, run);
                if (plan.isEmpty()) {
                    return false;
                }
                refreshed = now;
                requested = !plan.get().requests().isEmpty();
            } catch (StoreUnavailable _) {
                return true; // waits for the database too; nothing could be recorded now
            }
        }
        over = late && !requested;
        return !over;
    }

    /** Whether the limit is what ended it. */
    boolean isOver() {
        return over;
    }
}
