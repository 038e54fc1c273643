package dev.balancerdeployer.delivery.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How often and how long a call is sent again.
 *
 * @param sends at most so many, the first one included
 * @param pause before the second send; it doubles with each one
 * @param total no send begins so long after the first
 * @param nanos monotonic
 * @param sleep how to wait
 */
record Persistence(int sends, Duration pause, Duration total, LongSupplier nanos, Sleep sleep) {

    /** Waits. */
    interface Sleep {

        void during(Duration pause) throws InterruptedException;
    }

    static Persistence usual() {
        return new Persistence(
                4,
                Duration.ofMillis(100),
                Duration.ofSeconds(5),
                System::nanoTime,
                it -> TimeUnit.NANOSECONDS.sleep(it.toNanos()));
    }

    Duration pauseAfter(int sent) {
        return pause.multipliedBy(1L << (sent - 1));
    }

    boolean over(int sent, long begun) {
        var next = Duration.ofNanos(nanos.getAsLong() - begun).plus(pauseAfter(sent));
        return sent >= sends || next.compareTo(total) >= 0;
    }
}
