package dev.balancerdeployer.weights;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Lets those who change the same config in this process do so one after the other, so that they do
 * not defeat each other; and whoever comes while one is at it goes along with the next, in one
 * {@link Batch}. Nothing relies on it but speed. Thread-safe.
 */
final class Turns {

    private static final int STRIPES = 64;
    private static final int TOGETHER = 16;

    /**
     * Tries in one turn. Another replica that was faster is busy with publishing now, so the second
     * one mostly gets in.
     */
    private static final int AT_ONCE = 3;

    private final Stripe[] stripes = new Stripe[STRIPES];

    Turns() {
        Arrays.setAll(stripes, _ -> new Stripe());
    }

    /** Has an attempt considered, by this thread or by another that considers it with its own. */
    void take(ConfigId id, Attempt attempt, Workshop workshop) {
        var stripe = stripe(id);
        stripe.enter(attempt);
        stripe.lock.lock();
        try {
            if (!attempt.isConsidered()) {
                consider(new Batch(workshop, id, stripe.leave(attempt)));
            }
        } finally {
            stripe.lock.unlock();
        }
    }

    private static void consider(Batch first) {
        var batch = first;
        batch.run();
        for (var tries = 1; tries < AT_ONCE && batch.hasLosers(); tries++) {
            batch = batch.again();
            batch.run();
        }
    }

    /** Runs something while no attempt of this process is considered. */
    <T> T alone(ConfigId id, Supplier<T> turn) {
        var lock = stripe(id).lock;
        lock.lock();
        try {
            return turn.get();
        } finally {
            lock.unlock();
        }
    }

    private Stripe stripe(ConfigId id) {
        return stripes[Math.floorMod(id.hashCode(), STRIPES)];
    }

    private static final class Stripe {

        private final ReentrantLock lock = new ReentrantLock(true);
        private final Set<Attempt> waiting = new LinkedHashSet<>();

        synchronized void enter(Attempt attempt) {
            waiting.add(attempt);
        }

        /**
         * The attempt and those that can go along with it, which wait no more. Two sends of one key
         * do not go together: the second is to find the first.
         */
        synchronized List<Attempt> leave(Attempt first) {
            var together = new ArrayList<Attempt>();
            var ids = new HashSet<String>();
            together.add(first);
            ids.add(first.id());
            waiting.remove(first);
            for (var other : List.copyOf(waiting)) {
                if (together.size() < TOGETHER
                        && other.config().equals(first.config())
                        && ids.add(other.id())) {
                    together.add(other);
                    waiting.remove(other);
                }
            }
            return together;
        }
    }
}
