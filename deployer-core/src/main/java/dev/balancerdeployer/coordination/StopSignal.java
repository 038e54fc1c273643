package dev.balancerdeployer.coordination;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Tells the threads of one job that the application stops, and when they must be through. */
final class StopSignal {

    private static final long LIMIT_NANOS = Duration.ofSeconds(5).toNanos();

    private final LongSupplier nanoTime;
    private volatile boolean asked;
    private volatile long stopBy;

    StopSignal(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void ask() {
        stopBy = nanoTime.getAsLong() + LIMIT_NANOS;
        asked = true;
    }

    boolean isAsked() {
        return asked;
    }

    /** Whether it was asked for so long ago that nothing should be waited for any more. */
    boolean isLate() {
        return asked && nanoTime.getAsLong() - stopBy >= 0;
    }

    /** A short pause between two tries. */
    static void pause() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(500);
    }
}
