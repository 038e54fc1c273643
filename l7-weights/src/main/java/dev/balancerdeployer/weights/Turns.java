package dev.balancerdeployer.weights;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Lets those who change the same config in this process do so one after the other, so that they do
 * not defeat each other. Nothing relies on it: who waits too long goes ahead. Thread-safe.
 */
final class Turns {

    private static final int STRIPES = 64;
    private static final long PATIENCE_MILLIS = 2_000;

    private final ReentrantLock[] locks = new ReentrantLock[STRIPES];

    Turns() {
        Arrays.setAll(locks, _ -> new ReentrantLock(true));
    }

    <T> T take(ConfigId id, Supplier<T> turn) {
        var lock = locks[Math.floorMod(id.hashCode(), STRIPES)];
        var mine = false;
        try {
            mine = lock.tryLock(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // goes ahead, and ends at its next wait
        }
        try {
            return turn.get();
        } finally {
            if (mine) {
                lock.unlock();
            }
        }
    }
}
