package dev.balancerdeployer.web.awacs;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.balancerdeployer.delivery.ObjectPath;
import dev.balancerdeployer.delivery.registry.ConfigHistory.ConfigVersion;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A version of a namespace's config on the wire. */
@Schema(name = "AwacsVersion")
record VersionBody(
        long version,
        String author,
        String comment,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String attempt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String revision,
        Instant createdAt,
        List<Item> objects) {

    /**
     * An object of a version.
     *
     * @param content left out in a list of versions
     */
    @Schema(name = "AwacsVersionObject")
    record Item(
            String path,
            long size,
            String digest,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String content) {}

    static VersionBody listed(ConfigVersion version) {
        return of(version, Map.of());
    }

    static VersionBody of(ConfigVersion version, Map<ObjectPath, String> texts) {
        var line = version.line();
        var attempt = line.attempt();
        var revision = line.revision();
        return new VersionBody(
                line.version(),
                line.author(),
                line.comment(),
                attempt == null ? null : attempt.value(),
                revision == null ? null : revision.sha(),
                line.createdAt(),
                version.objects().stream()
                        .map(it ->
                                new Item(
                                        it.path().value(),
                                        it.size(),
                                        it.digest().hex(),
                                        texts.get(it.path())))
                        .toList());
    }
}
