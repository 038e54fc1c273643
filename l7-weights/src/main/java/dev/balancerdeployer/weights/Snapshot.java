package dev.balancerdeployer.weights;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The values of one version (SPEC W2). */
public record Snapshot(
        ConfigId config,
        long version,
        PerLocation<Integer> values,
        PerLocation<Integer> effective,
        Instant updatedAt,
        String updatedBy,
        @Nullable String comment) {

    static Snapshot of(Line line) {
        return new Snapshot(
                line.config(),
                line.version(),
                line.values(),
                line.effective(),
                line.at(),
                line.author(),
                line.comment());
    }
}
