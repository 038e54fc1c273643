package dev.balancerdeployer.delivery;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Awacs holds something that neither the last common state nor Git has, so nothing is written (SPEC
 * D9).
 *
 * @param objects sorted, at least one
 * @param awacsVersion the version that was judged
 * @param baseVersion the version that Git and awacs last had in common; null: none yet
 * @param since database time at which it was first seen
 */
public record Conflict(
        List<ObjectPath> objects, long awacsVersion, @Nullable Long baseVersion, Instant since) {

    public Conflict {
        if (objects.isEmpty()) {
            throw new IllegalArgumentException("objects: none (expected: at least one)");
        }
        objects = List.copyOf(objects);
    }
}
