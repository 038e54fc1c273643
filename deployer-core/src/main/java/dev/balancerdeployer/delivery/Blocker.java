package dev.balancerdeployer.delivery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing that keeps a rollout from going on now (SPEC D16, API.md section 4).
 *
 * @param owner who can clear it: a person, a job, another rollout; null: nobody in particular
 * @param reason in words for a person
 * @param clearsAt the earliest time at which it can clear; null: not known
 */
public record Blocker(
        Kind kind,
        @Nullable LocationId location,
        @Nullable String owner,
        String reason,
        Instant since,
        @Nullable Instant clearsAt) {

    /** The kinds of API.md section 4 that are made today. */
    public enum Kind {
        BAKE,
        PAUSE,
        KILL_SWITCH,
        CLOSED_LOCATION,
        SEMAPHORE,
        NOT_ACTIVE,
        FAILED_BALANCER,
        MISSING_BALANCER,
        QUEUED,
        DRIFT,
        CONFLICT,
        HELD,
        SCHEDULE
    }
}
