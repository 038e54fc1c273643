package dev.balancerdeployer.delivery.registry;

import dev.balancerdeployer.delivery.AttemptId;
import dev.balancerdeployer.delivery.Revision;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of a namespace's history; never changes once written.
 *
 * @param attempt of the write that made it, if it had one
 * @param revision the Git revision it came from, if a rollout wrote it
 */
public record VersionLine(
        long version,
        String author,
        String comment,
        Instant createdAt,
        @Nullable AttemptId attempt,
        @Nullable Revision revision,
        Manifest.Ref manifest) {}
