package dev.balancerdeployer.coordination;

import java.time.Duration;

/** Monotonic time, and what is to happen in it. Thread-safe. */
interface Pace {

    /** Only differences mean anything. */
    long nanos();

    void pause(Duration length) throws InterruptedException;

    /**
     * Runs a short action later, on a thread that others' actions share: it must not talk to
     * anybody.
     *
     * @return gives it up if it has not begun
     */
    Runnable after(Duration delay, Runnable action);

    /** Runs an action, which may hang, on a thread of its own. */
    void start(Runnable action);

    /** How long ago that was. */
    default Duration since(long nanos) {
        return Duration.ofNanos(nanos() - nanos);
    }
}
