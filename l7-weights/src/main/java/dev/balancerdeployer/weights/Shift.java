package dev.balancerdeployer.weights;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A drain that ends by itself: it lies over the values and takes locations to 0 (SPEC W8).
 *
 * <pre>
 * ACTIVE -- its time is over, by database time --> EXPIRED
 *    \----- cancelled ---------------------------> CANCELLED
 * </pre>
 *
 * @param components what it holds for; if not {@code named}, those that have such a location
 * @param named whether it holds for these components only, or for whichever has such a location
 * @param createdAt database time, as all here
 * @param endedAt null while it is active
 */
public record Shift(
        ShiftId id,
        SortedSet<Location> away,
        SortedSet<Component> components,
        boolean named,
        State state,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant endedAt,
        String reason,
        String createdBy) {

    /** The longest that a shift may be from now. */
    public static final Duration MAX = Duration.ofDays(3);

    /** Where it is in its life. */
    public enum State {
        ACTIVE,
        EXPIRED,
        CANCELLED
    }

    public Shift {
        away = Collections.unmodifiableSortedSet(new TreeSet<>(away));
        components = Collections.unmodifiableSortedSet(new TreeSet<>(components));
        if (away.isEmpty()) {
            throw new IllegalArgumentException("away: (expected: at least one location)");
        }
        if ((endedAt == null) != (state == State.ACTIVE)) {
            throw new IllegalArgumentException("ended_at: (expected: on an ended shift only)");
        }
    }

    Shift until(Instant end) {
        return new Shift(
                id, away, components, named, state, createdAt, end, endedAt, reason, createdBy);
    }

    Shift ended(State how, Instant at) {
        return new Shift(
                id, away, components, named, how, createdAt, expiresAt, at, reason, createdBy);
    }

    /** As it is once the config has these rows. */
    Shift over(PerLocation<?> rows) {
        return named
                ? this
                : new Shift(
                        id,
                        away,
                        rows.havingOneOf(away),
                        false,
                        state,
                        createdAt,
                        expiresAt,
                        endedAt,
                        reason,
                        createdBy);
    }

    boolean takes(Component component, Location location) {
        return away.contains(location) && (!named || components.contains(component));
    }

    /** What is left of the values under shifts, not normalised. */
    static SortedMap<Location, Integer> under(
            Collection<Shift> shifts, Component component, SortedMap<Location, Integer> row) {
        var left = new TreeMap<Location, Integer>(row);
        left.replaceAll((location, points) ->
                shifts.stream().anyMatch(it -> it.takes(component, location)) ? 0 : points);
        return left;
    }
}
