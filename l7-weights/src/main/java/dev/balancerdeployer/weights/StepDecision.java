package dev.balancerdeployer.weights;

import static dev.balancerdeployer.weights.Decision.refuse;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Decides what changes values: the step, values that are put, a revert (SPEC W3, W4, W10). */
final class StepDecision {

    private StepDecision() {}

    /**
     * @param place the field of the request that holds what is wanted
     */
    static Decision of(
            WeightsConfig now, PerLocation<NewWeight> wanted, String place, Cause cause, Why why) {
        var mistakes = mistakes(now, wanted, place);
        if (!mistakes.isEmpty()) {
            return refuse(new Refusal.Invalid(mistakes));
        }
        var rows = new TreeMap<Component, SortedMap<Location, Weight>>();
        wanted.components()
                .forEach((component, row) -> rows.put(component, merged(now, component, row)));
        return step(now, rows, it -> place + "." + it, cause, why);
    }

    /** Locations and components that are gone since are left out, new locations get 0. */
    static Decision revert(WeightsConfig now, Change.Revert revert, @Nullable Line line, Why why) {
        if (line == null) {
            return refuse(new Refusal.UnknownVersion(revert.version()));
        }
        var rows = new TreeMap<Component, SortedMap<Location, Weight>>();
        now.values()
                .components()
                .forEach((component, row) -> {
                    if (line.values().has(component)) {
                        var back = new TreeMap<Location, Weight>();
                        for (var location : row.keySet()) {
                            var points = line.values().get(component, location);
                            back.put(location, Normalisation.whole(points == null ? 0 : points));
                        }
                        rows.put(component, back);
                    }
                });
        return step(now, rows, _ -> "version", Cause.REVERT, why);
    }

    private static List<Refusal.Mistake> mistakes(
            WeightsConfig now, PerLocation<NewWeight> wanted, String place) {
        var mistakes = new ArrayList<Refusal.Mistake>();
        if (wanted.components().isEmpty()) {
            mistakes.add(new Refusal.Mistake(place, "(expected: at least one component)"));
        }
        wanted.components()
                .forEach((component, row) -> {
                    var there = place + "." + component;
                    if (!now.values().has(component)) {
                        mistakes.add(new Refusal.Mistake(there, "no such component"));
                    } else if (row.isEmpty()) {
                        mistakes.add(
                                new Refusal.Mistake(there, "(expected: at least one location)"));
                    } else {
                        for (var location : row.keySet()) {
                            if (!now.values().has(component, location)) {
                                mistakes.add(
                                        new Refusal.Mistake(
                                                there + "." + location, "no such location"));
                            }
                        }
                    }
                });
        return mistakes;
    }

    private static SortedMap<Location, Weight> merged(
            WeightsConfig now, Component component, SortedMap<Location, NewWeight> wanted) {
        var merged = new TreeMap<Location, Weight>();
        now.values()
                .row(component)
                .forEach((location, points) -> merged.put(location, Normalisation.whole(points)));
        var defaults = now.defaults().row(component);
        wanted.forEach((location, it) ->
                merged.put(
                        location,
                        switch (it) {
                            case NewWeight.Exactly exactly -> exactly.weight();
                            case NewWeight.Default _ ->
                                    defaults.getOrDefault(location, new Weight(0));
                        }));
        return merged;
    }

    private static Decision step(
            WeightsConfig now,
            SortedMap<Component, SortedMap<Location, Weight>> rows,
            Function<Component, String> place,
            Cause cause,
            Why why) {
        var normalised = new TreeMap<Component, SortedMap<Location, Integer>>();
        for (var row : rows.entrySet()) {
            var component = row.getKey();
            var refusal = refusal(component, row.getValue(), place.apply(component));
            if (refusal.isPresent()) {
                return refuse(refusal.get());
            }
            normalised.put(component, Normalisation.of(row.getValue()));
        }
        var values = now.values().with(normalised);
        var changed = !values.equals(now.values());
        var next = changed ? now.next(values) : now;
        var verdict = changed ? Verdict.of(now, next, true, why, place) : null;
        if (verdict != null && verdict.refusal() != null) {
            return refuse(verdict.refusal());
        }
        var answer = answer(now, next, new HashSet<>(rows.keySet()));
        return new Decision.Made(
                next,
                changed ? cause : null,
                verdict == null ? new TreeSet<>() : verdict.overrides(),
                null,
                answer);
    }

    /** Why weights cannot be normalised (SPEC W5). */
    static Optional<Refusal> refusal(
            Component component, SortedMap<Location, Weight> weights, String place) {
        var active = Normalisation.active(weights);
        if (active == 0) {
            return Optional.of(new Refusal.AllZero(component, place));
        }
        if (active > Normalisation.MAX_ACTIVE) {
            return Optional.of(
                    Refusal.Invalid.of(
                            place,
                            "%d locations are not 0 (expected: at most %d)"
                                    .formatted(active, Normalisation.MAX_ACTIVE)));
        }
        return Optional.empty();
    }

    private static Answer.Stepped answer(
            WeightsConfig now, WeightsConfig next, Set<Component> touched) {
        return new Answer.Stepped(
                now.id(),
                now.version(),
                next.version(),
                1,
                next.version() != now.version(),
                now.values().only(touched),
                next.values().only(touched),
                next.effective(),
                next.version(),
                false);
    }
}
