package dev.balancerdeployer.delivery;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the monitor saw. The same trouble seen twice has the same {@link #key}.
 *
 * @param token the pause that it is about; null: it is not about one
 * @param summary in words; may change while the trouble stays
 */
record Finding(
        AlertKind kind,
        @Nullable NamespaceId namespace,
        @Nullable LocationId location,
        @Nullable PauseToken token,
        String summary) {

    String key() {
        return "%s/%s/%s/%s"
                .formatted(
                        kind,
                        Objects.toString(namespace, ""),
                        Objects.toString(location, ""),
                        Objects.toString(token, ""));
    }
}
