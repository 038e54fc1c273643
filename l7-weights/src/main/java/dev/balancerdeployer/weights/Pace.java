package dev.balancerdeployer.weights;

import java.time.Duration;

/** Monotonic time, and waiting in it. Thread-safe. */
interface Pace {

    /** Only differences mean anything. */
    long nanos();

    void pause(Duration length) throws InterruptedException;

    /** The machine's. */
    static Pace system() {
        return new Pace() {
            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public void pause(Duration length) throws InterruptedException {
                Thread.sleep(length);
            }
        };
    }
}
