package dev.balancerdeployer.delivery;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A namespace as awacs holds it, without the objects' texts.
 *
 * @param version of its config, 1 or more
 * @param revision the Git revision that version came from, if a rollout wrote it
 * @param objects sorted by path
 * @param balancers in the order in which they were added
 */
public record AwacsNamespace(
        NamespaceId id,
        long version,
        Instant updatedAt,
        String updatedBy,
        String comment,
        @Nullable Revision revision,
        List<ObjectEntry> objects,
        List<Balancer> balancers) {

    public AwacsNamespace {
        objects = List.copyOf(objects);
        balancers = List.copyOf(balancers);
    }

    /**
     * @param size of the text in bytes of UTF-8
     */
    public record ObjectEntry(ObjectPath path, long size, ObjectDigest digest) {}

    public Optional<Balancer> balancer(LocationId location) {
        return balancers.stream().filter(it -> it.location().equals(location)).findFirst();
    }
}
