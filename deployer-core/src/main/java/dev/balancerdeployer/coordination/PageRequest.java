package dev.balancerdeployer.coordination;

import org.jspecify.annotations.Nullable;

/**
 * Which page of a list is wanted.
 *
 * @param limit 1..500 items
 * @param after cursor of an earlier {@link Page}; null for the first page. A cursor that no page
 *     gave out is the caller's mistake and refused by the port with {@link
 *     IllegalArgumentException}.
 */
public record PageRequest(int limit, @Nullable String after) {

    public static final int MAX_LIMIT = 500;
    public static final int DEFAULT_LIMIT = 50;

    public PageRequest {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit: %d (expected: 1..500)".formatted(limit));
        }
    }

    public static PageRequest first(int limit) {
        return new PageRequest(limit, null);
    }
}
