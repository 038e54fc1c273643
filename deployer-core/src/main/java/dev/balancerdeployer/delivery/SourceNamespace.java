package dev.balancerdeployer.delivery;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One well-formed namespace of one revision (SPEC D2).
 *
 * @param locations in delivery order, at least one, each once
 * @param bake null: the operator's default
 * @param onNewer null: the operator's default
 */
public record SourceNamespace(
        NamespaceId id,
        ContentDigest digest,
        List<String> owners,
        List<LocationId> locations,
        @Nullable Duration bake,
        @Nullable OnNewer onNewer) {

    public SourceNamespace {
        owners = List.copyOf(owners);
        locations = List.copyOf(locations);
    }
}
