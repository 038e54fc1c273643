package dev.balancerdeployer.weights;

import static dev.balancerdeployer.weights.SafetyRule.MAX_STEP;
import static dev.balancerdeployer.weights.SafetyRule.MAX_ZERO_SHARE;
import static dev.balancerdeployer.weights.SafetyRule.MIN_ACTIVE_LOCATIONS;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the safety rules that a change breaks, on effective shares (SPEC W9). A change that leaves
 * a rule that was already broken no worse breaks nothing.
 */
final class SafetyJudge {

    private static final SortedMap<Location, Integer> NOTHING = new TreeMap<>();

    private SafetyJudge() {}

    /**
     * @param before null: there was no config
     */
    static List<BrokenRule> broken(
            @Nullable WeightsConfig before, WeightsConfig after, boolean withSteps) {
        var broken = new ArrayList<BrokenRule>();
        var was = before == null ? PerLocation.<Integer>empty() : before.effective();
        after.effective()
                .components()
                .forEach((component, row) -> {
                    var old = was.has(component) ? was.row(component) : NOTHING;
                    var oldRules = before == null ? after.safety() : before.safety();
                    active(component, oldRules, old, after.safety(), row, broken);
                    zeros(component, oldRules, old, after.safety(), row, broken);
                    if (withSteps) {
                        steps(component, old, after.safety(), row, broken);
                    }
                });
        return broken;
    }

    private static void active(
            Component component,
            SafetyRules oldRules,
            SortedMap<Location, Integer> old,
            SafetyRules rules,
            SortedMap<Location, Integer> row,
            List<BrokenRule> broken) {
        var active = row.size() - zeros(row.values());
        var least = rules.minActiveLocations();
        if (active >= least) {
            return;
        }
        var before = old.size() - zeros(old.values());
        var wasBroken = !old.isEmpty() && before < oldRules.minActiveLocations();
        if (!wasBroken || active < before || least > oldRules.minActiveLocations()) {
            broken.add(
                    new BrokenRule(
                            MIN_ACTIVE_LOCATIONS,
                            component,
                            "%s would have %d active locations (expected: at least %d)"
                                    .formatted(component, active, least)));
        }
    }

    private static void zeros(
            Component component,
            SafetyRules oldRules,
            SortedMap<Location, Integer> old,
            SafetyRules rules,
            SortedMap<Location, Integer> row,
            List<BrokenRule> broken) {
        var most = rules.maxZeroShare();
        if (!exceeds(row, most)) {
            return;
        }
        var oldMost = oldRules.maxZeroShare();
        // a/b <= c/d, exactly
        var noWorse =
                exceeds(old, oldMost)
                        && (long) zeros(row.values()) * old.size()
                                <= (long) zeros(old.values()) * row.size();
        var stricter = most != null && oldMost != null && most.compareTo(oldMost) < 0;
        if (!noWorse || stricter) {
            broken.add(
                    new BrokenRule(
                            MAX_ZERO_SHARE,
                            component,
                            "%s would have %d of %d locations at 0 (expected: at most %s of them)"
                                    .formatted(component, zeros(row.values()), row.size(), most)));
        }
    }

    private static boolean exceeds(SortedMap<Location, Integer> row, @Nullable BigDecimal most) {
        return most != null
                && most.multiply(BigDecimal.valueOf(row.size()))
                                .compareTo(BigDecimal.valueOf(zeros(row.values())))
                        < 0;
    }

    private static void steps(
            Component component,
            SortedMap<Location, Integer> old,
            SafetyRules rules,
            SortedMap<Location, Integer> row,
            List<BrokenRule> broken) {
        var most = rules.maxStep();
        if (most == null) {
            return;
        }
        row.forEach((location, points) -> {
            var step = Math.abs(points - old.getOrDefault(location, 0));
            if (step > most) {
                broken.add(
                        new BrokenRule(
                                MAX_STEP,
                                component,
                                "%s in %s would change by %d points (expected: at most %d)"
                                        .formatted(location, component, step, most)));
            }
        });
    }

    private static int zeros(Collection<Integer> points) {
        return (int) points.stream().filter(it -> it == 0).count();
    }
}
