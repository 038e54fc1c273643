package dev.balancerdeployer.delivery.registry;

import dev.balancerdeployer.delivery.AwacsNamespace.ObjectEntry;
import dev.balancerdeployer.delivery.Balancer;
import dev.balancerdeployer.delivery.LocationId;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** How much fits into one namespace, so that its document and its manifest always fit the store. */
public final class RegistryLimits {

    public static final int MAX_OBJECT_BYTES = 1 << 20;
    public static final int MAX_NAMESPACE_BYTES = 16 << 20;
    public static final int MAX_OBJECTS = 10_000;

    /** All paths of a namespace together; they make up its manifest, which is one document. */
    public static final int MAX_PATHS_BYTES = 4 << 20;

    public static final int MAX_BALANCERS = 64;
    public static final int MAX_PAUSES = 32;

    /** Semaphores whose fences one namespace has seen. */
    public static final int MAX_FENCES = 64;

    private RegistryLimits() {}

    /**
     * @throws ObjectsTooLarge naming the first object or limit that is over
     */
    static void require(Manifest manifest) {
        var bytes = 0L;
        var paths = 0L;
        for (var entry : manifest.entries()) {
            require(entry);
            bytes += entry.size();
            paths += entry.path().value().getBytes(StandardCharsets.UTF_8).length;
        }
        requireAtMost("objects", manifest.entries().size(), MAX_OBJECTS, "objects");
        requireAtMost("objects", bytes, MAX_NAMESPACE_BYTES, "bytes");
        requireAtMost("objects", paths, MAX_PATHS_BYTES, "bytes of paths");
    }

    static void require(ObjectEntry entry) {
        if (entry.size() > MAX_OBJECT_BYTES) {
            throw new ObjectsTooLarge(
                    entry.path().value(),
                    "%d bytes (expected: at most %d)".formatted(entry.size(), MAX_OBJECT_BYTES));
        }
    }

    static void requireBalancers(List<Balancer> balancers) {
        if (balancers.size() > MAX_BALANCERS) {
            throw new IllegalArgumentException(
                    "balancers: %d (expected: at most %d)"
                            .formatted(balancers.size(), MAX_BALANCERS));
        }
        balancers.forEach(it -> requirePauses(it.location(), it.pauses().size()));
    }

    static void requirePauses(LocationId location, int pauses) {
        if (pauses > MAX_PAUSES) {
            throw new IllegalArgumentException(
                    "pauses: %d at %s (expected: at most %d)"
                            .formatted(pauses, location, MAX_PAUSES));
        }
    }

    static void requireFences(int fences) {
        if (fences > MAX_FENCES) {
            throw new IllegalArgumentException(
                    "fence: of %d semaphores (expected: at most %d)".formatted(fences, MAX_FENCES));
        }
    }

    private static void requireAtMost(String place, long is, long limit, String unit) {
        if (is > limit) {
            throw new ObjectsTooLarge(
                    place, "%d %s (expected: at most %d)".formatted(is, unit, limit));
        }
    }
}
