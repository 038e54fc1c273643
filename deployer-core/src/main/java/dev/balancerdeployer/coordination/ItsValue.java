package dev.balancerdeployer.coordination;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One version of one ITS value (SPEC C4).
 *
 * @param json the value as JSON text, at most 64 KiB of UTF-8; {@code null} as text for a deleted
 *     one
 * @param version grows by one with every change, also over deletions
 * @param updatedAt database time
 */
public record ItsValue(
        ItsPath path,
        String json,
        long version,
        String author,
        @Nullable String comment,
        Instant updatedAt,
        boolean deleted) {}
