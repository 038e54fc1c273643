package dev.balancerdeployer.weights;

import dev.balancerdeployer.coordination.Actor;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who wants a change, and why.
 *
 * @param comment of a shift: its reason
 * @param overrides the safety rules that may be broken; they want a comment that is not blank
 */
public record Why(Actor by, @Nullable String comment, SortedSet<SafetyRule> overrides) {

    public Why {
        overrides = Collections.unmodifiableSortedSet(new TreeSet<>(overrides));
    }

    public static Why of(Actor by, @Nullable String comment) {
        return new Why(by, comment, new TreeSet<>());
    }

    boolean lacksComment() {
        return !overrides.isEmpty() && (comment == null || comment.isBlank());
    }
}
