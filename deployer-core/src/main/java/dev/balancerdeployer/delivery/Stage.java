package dev.balancerdeployer.delivery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One location of a rollout under way. All times are database or registry times.
 *
 * @param leftover whether Git no longer lists the location: its balancer runs on, is held back like
 *     the others and gets the version last, and nobody waits for it
 * @param gate what holds the config back there
 * @param releasedAt when it might take the config; null before
 * @param activeAt since when its balancer is active on the rollout's version; null if it is not
 * @param doneAt when it was behind the rollout: the next one was released, or all was complete
 */
public record Stage(
        LocationId location,
        boolean leftover,
        Gate gate,
        @Nullable Instant releasedAt,
        @Nullable Instant activeAt,
        @Nullable Instant doneAt) {

    /** What became of the rollout's own pause. */
    public enum Gate {
        /** The first location, or any of a forced rollout: it never has one. */
        NONE,
        /** It has to be set before the config is written. */
        TO_SET,
        SET,
        /** The rollout lifted it. */
        LIFTED,
        /** Somebody else lifted it; it is never set again (SPEC D8). */
        LIFTED_BY_OTHERS
    }

    /** Nothing holds the config back there: the first one, or all of a forced rollout. */
    static Stage free(LocationId location, boolean leftover) {
        return new Stage(location, leftover, Gate.NONE, null, null, null);
    }

    static Stage held(LocationId location, boolean leftover) {
        return new Stage(location, leftover, Gate.TO_SET, null, null, null);
    }

    /** Whether nothing of the rollout holds the config back. */
    boolean open() {
        return switch (gate) {
            case NONE, LIFTED, LIFTED_BY_OTHERS -> true;
            case TO_SET, SET -> false;
        };
    }

    Stage with(Gate changed) {
        return new Stage(location, leftover, changed, releasedAt, activeAt, doneAt);
    }

    Stage released(Instant at) {
        return new Stage(location, leftover, gate, at, activeAt, doneAt);
    }

    Stage active(@Nullable Instant since) {
        return new Stage(location, leftover, gate, releasedAt, since, doneAt);
    }

    Stage done(@Nullable Instant at) {
        return new Stage(location, leftover, gate, releasedAt, activeAt, at);
    }
}
