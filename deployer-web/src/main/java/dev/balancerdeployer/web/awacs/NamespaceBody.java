package dev.balancerdeployer.web.awacs;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.balancerdeployer.delivery.AwacsNamespace;
import dev.balancerdeployer.delivery.AwacsNamespace.ObjectEntry;
import dev.balancerdeployer.delivery.Balancer;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.registry.ConfigHistory.ConfigVersion;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A namespace on the wire (API.md section 4, awacs namespace).
 *
 * @param objects left out in a list of namespaces
 */
@Schema(name = "AwacsNamespace")
record NamespaceBody(
        String namespace,
        long version,
        Instant updatedAt,
        String updatedBy,
        String comment,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String revision,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Entry> objects,
        List<BalancerBody> balancers) {

    /** An object without its text. */
    @Schema(name = "AwacsObject")
    record Entry(String path, long size, String digest) {

        static Entry of(ObjectEntry entry) {
            return new Entry(entry.path().value(), entry.size(), entry.digest().hex());
        }
    }

    static NamespaceBody of(AwacsNamespace namespace) {
        return of(namespace, namespace.objects().stream().map(Entry::of).toList());
    }

    static NamespaceBody listed(AwacsNamespace namespace) {
        return of(namespace, null);
    }

    /** With the config of that version, though a newer one may be there, and the balancers now. */
    static NamespaceBody of(NamespaceId id, ConfigVersion version, List<Balancer> balancers) {
        var line = version.line();
        var revision = line.revision();
        return new NamespaceBody(
                id.value(),
                line.version(),
                line.createdAt(),
                line.author(),
                line.comment(),
                revision == null ? null : revision.sha(),
                version.objects().stream().map(Entry::of).toList(),
                balancers.stream().map(BalancerBody::of).toList());
    }

    private static NamespaceBody of(AwacsNamespace namespace, @Nullable List<Entry> objects) {
        var revision = namespace.revision();
        return new NamespaceBody(
                namespace.id().value(),
                namespace.version(),
                namespace.updatedAt(),
                namespace.updatedBy(),
                namespace.comment(),
                revision == null ? null : revision.sha(),
                objects,
                namespace.balancers().stream().map(BalancerBody::of).toList());
    }
}
