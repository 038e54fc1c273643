package dev.balancerdeployer.coordination;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.regex.Pattern;
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
        boolean deleted) {

    /** What a value may be long, as UTF-8. */
    public static final int MAX_BYTES = 64 << 10;

    private static final String NOTHING = "null";
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");

    public ItsValue {
        var bytes = json.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "value: %d bytes (expected: at most %d)".formatted(bytes, MAX_BYTES));
        }
        if (version < 1) {
            throw new IllegalArgumentException(
                    "version: %d (expected: 1 or more)".formatted(version));
        }
        if (deleted && !json.equals(NOTHING)) {
            throw new IllegalArgumentException("value: (expected: null if deleted)");
        }
    }

    /** The value as a bare number of 1 or more, such as {@code 17}; 0: it is something else. */
    public long number() {
        return NUMBER.matcher(json).matches() ? Long.parseLong(json) : 0;
    }

    /** The version that says that there is no value any more. */
    public static ItsValue tombstone(
            ItsPath path,
            long version,
            String author,
            @Nullable String comment,
            Instant updatedAt) {
        return new ItsValue(path, NOTHING, version, author, comment, updatedAt, true);
    }
}
