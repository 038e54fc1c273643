package dev.balancerdeployer.delivery;

import java.time.Instant;
import java.util.List;

/**
 * Somebody changed objects in awacs that the waiting rollout does not touch: they have to come to
 * Git first (SPEC D9).
 *
 * @param objects sorted, at least one
 * @param awacsVersion the version that was judged
 * @param since database time at which it was first seen
 */
public record Drift(List<ObjectPath> objects, long awacsVersion, Instant since) {

    public Drift {
        if (objects.isEmpty()) {
            throw new IllegalArgumentException("objects: none (expected: at least one)");
        }
        objects = List.copyOf(objects);
    }
}
