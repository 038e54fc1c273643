package dev.balancerdeployer.weights;

import static dev.balancerdeployer.weights.Decision.refuse;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Decides the life of shifts (SPEC W8). */
final class ShiftDecision {

    /** So many at once are a mistake in a loop. */
    static final int MAX_ACTIVE = 100;

    /** Locations of all active shifts together, so that the config's document stays small. */
    static final int MAX_AWAY = 10_000;

    private ShiftDecision() {}

    static Decision start(
            WeightsConfig now, Change.StartShift start, Decision.Occasion occasion, Why why) {
        if (why.comment() == null || why.comment().isBlank()) {
            return refuse(Refusal.Invalid.of("reason", "(expected: not blank)"));
        }
        var mistakes = mistakes(now, start);
        if (!mistakes.isEmpty()) {
            return refuse(new Refusal.Invalid(mistakes));
        }
        var shift = shift(now, start, occasion, why);
        var shifts = new ArrayList<>(now.shifts());
        shifts.add(shift);
        var next = now.next(shifts);
        var verdict = Verdict.of(now, next, true, why, _ -> "away");
        return verdict.refusal() != null
                ? refuse(verdict.refusal())
                : made(now, next, Cause.SHIFT_STARTED, verdict.overrides(), shift);
    }

    private static Shift shift(
            WeightsConfig now, Change.StartShift start, Decision.Occasion occasion, Why why) {
        var away = new TreeSet<>(start.away());
        var named = start.components() != null;
        return new Shift(
                occasion.shift(),
                away,
                start.components() != null
                        ? new TreeSet<>(start.components())
                        : now.values().havingOneOf(away),
                named,
                Shift.State.ACTIVE,
                occasion.at(),
                occasion.at().plus(start.expiresIn()),
                null,
                String.valueOf(why.comment()),
                why.by().name());
    }

    /** Each location must be in a component that is meant, and each of these must have one. */
    private static List<Refusal.Mistake> mistakes(WeightsConfig now, Change.StartShift start) {
        var mistakes = new ArrayList<Refusal.Mistake>();
        if (now.shifts().size() >= MAX_ACTIVE) {
            mistakes.add(
                    new Refusal.Mistake(
                            "away", "(expected: at most %d active shifts)".formatted(MAX_ACTIVE)));
        }
        var taken = now.shifts().stream().mapToInt(it -> it.away().size()).sum();
        if (taken + start.away().size() > MAX_AWAY) {
            mistakes.add(
                    new Refusal.Mistake(
                            "away",
                            "(expected: at most %d locations in all active shifts)"
                                    .formatted(MAX_AWAY)));
        }
        var named = start.components();
        if (start.away().isEmpty()) {
            mistakes.add(new Refusal.Mistake("away", "(expected: at least one location)"));
        }
        if (named != null && named.isEmpty()) {
            mistakes.add(new Refusal.Mistake("components", "(expected: at least one component)"));
        }
        for (var i = 0; named != null && i < named.size(); i++) {
            var component = named.get(i);
            if (!now.values().has(component)) {
                mistakes.add(new Refusal.Mistake("components[" + i + "]", "no such component"));
            } else if (start.away().stream().noneMatch(it -> now.values().has(component, it))) {
                mistakes.add(
                        new Refusal.Mistake(
                                "components[" + i + "]", "has none of these locations"));
            }
        }
        for (var i = 0; i < start.away().size(); i++) {
            var location = start.away().get(i);
            var known =
                    named == null
                            ? now.values().hasAnywhere(location)
                            : named.stream().anyMatch(it -> now.values().has(it, location));
            if (!known) {
                mistakes.add(new Refusal.Mistake("away[" + i + "]", "no such location"));
            }
        }
        return mistakes;
    }

    static Decision extend(WeightsConfig now, Change.ExtendShift extend, Instant at) {
        var shift = now.shift(extend.shift());
        if (shift.isEmpty()) {
            return refuse(new Refusal.UnknownShift());
        }
        var moved = shift.get().until(at.plus(extend.expiresIn()));
        return new Decision.Made(
                now.amended(moved.id(), _ -> moved),
                null,
                new TreeSet<>(),
                null,
                new Answer.Shifted(now.id(), now.version(), now.version(), moved, now.version()));
    }

    /** Never refused by a rule: what was there before comes back. */
    static Decision end(WeightsConfig now, ShiftId id, Shift.State how, Instant at) {
        var shift = now.shift(id);
        if (shift.isEmpty()) {
            return refuse(new Refusal.UnknownShift());
        }
        var left = now.shifts().stream().filter(it -> !it.id().equals(id)).toList();
        var ended = shift.get().ended(how, at);
        return made(now, now.next(left), Cause.SHIFT_ENDED, new TreeSet<>(), ended);
    }

    private static Decision made(
            WeightsConfig now,
            WeightsConfig next,
            Cause cause,
            SortedSet<SafetyRule> overrides,
            Shift shift) {
        var ended = shift.state() == Shift.State.ACTIVE ? null : shift;
        return new Decision.Made(
                next,
                cause,
                overrides,
                ended,
                new Answer.Shifted(now.id(), now.version(), next.version(), shift, next.version()));
    }
}
