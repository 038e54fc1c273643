package dev.balancerdeployer.weights;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One version in the history of a config; it never changes (SPEC W10).
 *
 * @param attempt names the change that made it
 * @param overrides the safety rules it would have broken
 * @param at database time, never before that of the version before
 */
public record Line(
        ConfigId config,
        long version,
        String attempt,
        PerLocation<Integer> values,
        PerLocation<Integer> effective,
        Cause cause,
        String author,
        @Nullable String comment,
        SortedSet<SafetyRule> overrides,
        Instant at) {

    public Line {
        overrides = Collections.unmodifiableSortedSet(new TreeSet<>(overrides));
    }
}
