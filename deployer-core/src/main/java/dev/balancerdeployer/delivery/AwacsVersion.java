package dev.balancerdeployer.delivery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who made one version of a namespace in awacs, and why.
 *
 * @param version 1 or more
 * @param createdAt awacs' time
 * @param attempt of the write that made it, if it had one
 */
public record AwacsVersion(
        long version,
        String author,
        String comment,
        Instant createdAt,
        @Nullable AttemptId attempt) {}
