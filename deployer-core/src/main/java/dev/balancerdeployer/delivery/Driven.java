package dev.balancerdeployer.delivery;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one run did with one namespace.
 *
 * @param steps how many writes to awacs landed
 * @param stopped why it was left half-way; null: it went as far as it could
 * @param waits what holds the rollout now; empty if it is complete or was left half-way
 */
record Driven(int steps, @Nullable String stopped, List<Blocker> waits) {

    Driven {
        waits = List.copyOf(waits);
    }

    static Driven stopped(int steps, String why) {
        return new Driven(steps, why, List.of());
    }

    static Driven waits(int steps, List<Blocker> blockers) {
        return new Driven(steps, null, blockers);
    }

    static Driven nothing() {
        return new Driven(0, null, List.of());
    }
}
