package dev.balancerdeployer.weights;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the safety rules say of a change.
 *
 * @param refusal null: it may be made
 * @param overrides the rules it breaks and may break
 */
record Verdict(@Nullable Refusal refusal, SortedSet<SafetyRule> overrides) {

    Verdict {
        overrides = Collections.unmodifiableSortedSet(new TreeSet<>(overrides));
    }

    /**
     * @param place where a component that would be left without a location is named
     */
    static Verdict of(
            @Nullable WeightsConfig before,
            WeightsConfig after,
            boolean withSteps,
            Why why,
            Function<Component, String> place) {
        var empty = after.withoutLocation();
        if (!empty.isEmpty()) {
            return refused(new Refusal.AllZero(empty.first(), place.apply(empty.first())));
        }
        var open = new ArrayList<BrokenRule>();
        var overridden = new TreeSet<SafetyRule>();
        for (var rule : SafetyJudge.broken(before, after, withSteps)) {
            if (why.overrides().contains(rule.rule())) {
                overridden.add(rule.rule());
            } else {
                open.add(rule);
            }
        }
        return open.isEmpty()
                ? new Verdict(null, overridden)
                : refused(new Refusal.Unsafe(List.copyOf(open)));
    }

    private static Verdict refused(Refusal why) {
        return new Verdict(why, new TreeSet<>());
    }
}
