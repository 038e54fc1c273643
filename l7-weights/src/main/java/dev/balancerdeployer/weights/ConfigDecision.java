package dev.balancerdeployer.weights;

import static dev.balancerdeployer.weights.Decision.refuse;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Decides what changes a config: its components, locations, defaults and rules (SPEC W1). */
final class ConfigDecision {

    /** What one document holds with room to spare; far more than anybody has. */
    static final int MAX_COMPONENTS = 200;

    static final int MAX_LOCATIONS = 1_000;
    static final int MAX_CELLS = 10_000;

    private static final String PLACE = "components";

    private ConfigDecision() {}

    /** The first version: its values are the normalised defaults. */
    static Decision first(ConfigId id, Change.PutConfig put, Why why) {
        var refusal = refusalOfDefaults(put);
        if (refusal != null) {
            return refuse(refusal);
        }
        var values = new TreeMap<Component, SortedMap<Location, Integer>>();
        put.defaults()
                .components()
                .forEach((component, row) -> values.put(component, Normalisation.of(row)));
        var config =
                new WeightsConfig(
                        id, 1, put.defaults(), new PerLocation<>(values), put.safety(), List.of());
        var verdict = Verdict.of(null, config, false, why, ConfigDecision::place);
        return verdict.refusal() != null ? refuse(verdict.refusal()) : made(0, config, verdict);
    }

    /**
     * What stays keeps its values, a new location gets 0, a new component its normalised defaults;
     * what is removed goes and the rest is normalised.
     */
    static Decision next(WeightsConfig now, Change.PutConfig put, Why why) {
        var refusal = refusalOfDefaults(put);
        if (refusal != null) {
            return refuse(refusal);
        }
        var values = new TreeMap<Component, SortedMap<Location, Integer>>();
        for (var entry : put.defaults().components().entrySet()) {
            var component = entry.getKey();
            if (!now.values().has(component)) {
                values.put(component, Normalisation.of(entry.getValue()));
                continue;
            }
            var kept = kept(now.values().row(component), entry.getValue());
            if (kept.values().stream().allMatch(it -> it == 0)) {
                return refuse(new Refusal.AllZero(component, place(component)));
            }
            values.put(component, Normalisation.ofPoints(kept));
        }
        var rows = new PerLocation<>(values);
        var next =
                new WeightsConfig(
                        now.id(),
                        now.version() + 1,
                        put.defaults(),
                        rows,
                        put.safety(),
                        now.shifts().stream().map(it -> it.over(rows)).toList());
        var verdict = Verdict.of(now, next, false, why, ConfigDecision::place);
        return verdict.refusal() != null
                ? refuse(verdict.refusal())
                : made(now.version(), next, verdict);
    }

    private static SortedMap<Location, Integer> kept(
            SortedMap<Location, Integer> old, SortedMap<Location, Weight> wanted) {
        var kept = new TreeMap<Location, Integer>();
        for (var location : wanted.keySet()) {
            kept.put(location, old.getOrDefault(location, 0));
        }
        return kept;
    }

    private static @Nullable Refusal refusalOfDefaults(Change.PutConfig put) {
        var defaults = put.defaults();
        var mistakes = new ArrayList<Refusal.Mistake>();
        if (defaults.components().isEmpty() || defaults.components().size() > MAX_COMPONENTS) {
            mistakes.add(mistake(PLACE, "1..%d components".formatted(MAX_COMPONENTS)));
        } else if (defaults.size() > MAX_CELLS) {
            mistakes.add(mistake(PLACE, "at most %d weights in all".formatted(MAX_CELLS)));
        }
        defaults.components()
                .forEach((component, row) -> {
                    if (row.isEmpty() || row.size() > MAX_LOCATIONS) {
                        mistakes.add(
                                mistake(
                                        place(component),
                                        "1..%d locations".formatted(MAX_LOCATIONS)));
                    }
                });
        if (!mistakes.isEmpty()) {
            return new Refusal.Invalid(mistakes);
        }
        for (var row : defaults.components().entrySet()) {
            var component = row.getKey();
            var refusal = StepDecision.refusal(component, row.getValue(), place(component));
            if (refusal.isPresent()) {
                return refusal.get();
            }
        }
        return null;
    }

    private static String place(Component component) {
        return PLACE + "." + component;
    }

    private static Refusal.Mistake mistake(String place, String expected) {
        return new Refusal.Mistake(place, "(expected: %s)".formatted(expected));
    }

    private static Decision made(long before, WeightsConfig config, Verdict verdict) {
        var answer =
                new Answer.Saved(
                        config.id(),
                        before,
                        config.version(),
                        config.defaults(),
                        config.safety(),
                        config.version());
        return new Decision.Made(config, Cause.CONFIG, verdict.overrides(), null, answer);
    }
}
