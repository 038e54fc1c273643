package dev.balancerdeployer.delivery.git;

import dev.balancerdeployer.delivery.LocationId;
import dev.balancerdeployer.delivery.OnNewer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a {@code namespace.yaml} says (SPEC D2). */
record NamespaceFile(
        List<String> owners,
        List<LocationId> locations,
        @Nullable Duration bake,
        @Nullable OnNewer onNewer) {

    static final String NAME = "namespace.yaml";

    NamespaceFile {
        owners = List.copyOf(owners);
        locations = List.copyOf(locations);
    }
}
