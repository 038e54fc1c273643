package dev.balancerdeployer.weights;

import java.util.List;
import java.util.Optional;

/**
 * The filed lines of history; nothing in it ever changes (SPEC W10). A line may be pending still,
 * so readers look at the config first, then here. Thread-safe.
 */
public interface VersionHistory {

    /** Files lines. Idempotent; after a failure some of them may be filed. */
    void file(List<Line> lines);

    Optional<Line> find(ConfigId config, long version);

    /** Those of these versions that are filed, newest first; both ends are included. */
    List<Line> find(ConfigId config, long from, long to);
}
