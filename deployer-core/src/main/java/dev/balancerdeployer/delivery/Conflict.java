package dev.balancerdeployer.delivery;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Awacs and Git changed the same objects in different ways, so nothing is written (SPEC D9).
 *
 * @param objects sorted, at least one
 * @param awacsVersion the version that was judged
 * @param since database time at which it was first seen
 */
public record Conflict(List<ObjectPath> objects, long awacsVersion, Instant since) {

    public Conflict {
        if (objects.isEmpty()) {
            throw new IllegalArgumentException("objects: none (expected: at least one)");
        }
        objects = List.copyOf(objects);
    }

    /** Without an object that was decided on; null: none is left. */
    @Nullable Conflict without(ObjectPath decided) {
        var left = objects.stream().filter(it -> !it.equals(decided)).toList();
        return left.isEmpty() ? null : new Conflict(left, awacsVersion, since);
    }
}
