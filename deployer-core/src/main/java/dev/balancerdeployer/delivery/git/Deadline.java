package dev.balancerdeployer.delivery.git;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.eclipse.jgit.lib.EmptyProgressMonitor;

/** Cancels a transfer once its time is over. */
final class Deadline extends EmptyProgressMonitor {

    private final LongSupplier nanos;
    private final Duration limit;
    private final long end;

    /**
     * @param nanos monotonic
     */
    Deadline(LongSupplier nanos, Duration limit) {
        this.nanos = nanos;
        this.limit = limit;
        end = nanos.getAsLong() + limit.toNanos();
    }

    Duration limit() {
        return limit;
    }

    Duration left() {
        return Duration.ofNanos(Math.max(0, end - nanos.getAsLong()));
    }

    @Override
    public boolean isCancelled() {
        return left().isZero();
    }
}
