package dev.balancerdeployer.web.weights;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.web.AuditTrail;
import dev.balancerdeployer.web.ProblemException;
import dev.balancerdeployer.web.TextRules;
import dev.balancerdeployer.weights.SafetyRule;
import dev.balancerdeployer.weights.Why;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Who wants a change, why, and which safety rules it may break (SPEC W9). */
public final class Overrides {

    private Overrides() {}

    /**
     * Reads the remark and the overrides of a request, and notes both for the audit log.
     *
     * @param place the field that holds the remark
     * @throws ProblemException 400 with the place
     */
    static Why read(
            Actor actor,
            String place,
            @Nullable String remark,
            @Nullable List<String> override,
            AuditTrail trail) {
        var comment = TextRules.remark(place, remark);
        trail.reason(comment);
        var rules = rules("override", override);
        trail.reason(reason(comment, rules));
        return new Why(actor, comment, rules);
    }

    /**
     * The safety rules of these names; null: none.
     *
     * @throws ProblemException 400 with the place
     */
    public static SortedSet<SafetyRule> rules(String place, @Nullable List<String> names) {
        var rules = new TreeSet<SafetyRule>();
        for (var i = 0; names != null && i < names.size(); i++) {
            var there = "%s[%d]".formatted(place, i);
            rules.add(
                    SafetyRule.named(names.get(i))
                            .orElseThrow(() ->
                                    ProblemException.invalid(
                                            there,
                                            "%s: no such rule (expected: %s)"
                                                    .formatted(there, known()))));
        }
        return rules;
    }

    /** What the audit log says of a change: {@code drain SAS (override: max_step)}. */
    public static @Nullable String reason(@Nullable String comment, SortedSet<SafetyRule> rules) {
        return comment == null || rules.isEmpty()
                ? comment
                : "%s (override: %s)".formatted(comment, names(rules));
    }

    private static String known() {
        return names(Arrays.asList(SafetyRule.values()));
    }

    private static String names(Collection<SafetyRule> rules) {
        return rules.stream().map(SafetyRule::wireName).collect(Collectors.joining(", "));
    }
}
