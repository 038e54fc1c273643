package dev.balancerdeployer.delivery;

import org.jspecify.annotations.Nullable;

/**
 * A write to awacs that may have happened: stored before it is sent, taken out when its answer is
 * known (SPEC D7, C8).
 *
 * @param location of a pause or a lift; null for an update
 */
public record OpenAttempt(AttemptId id, Action action, @Nullable LocationId location) {

    /** Which write. */
    public enum Action {
        PAUSE,
        UPDATE,
        LIFT,
        /** Lifts the pause of a rollout that this one superseded. */
        CLEAR
    }
}
