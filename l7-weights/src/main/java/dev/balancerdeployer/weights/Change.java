package dev.balancerdeployer.weights;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What somebody wants to be changed. {@link Decision} says what becomes of it. */
public sealed interface Change {

    /** The step (SPEC W3): locations that are not named keep their values. */
    record Set(PerLocation<NewWeight> newWeights) implements Change {}

    /** As {@link Set}, for clients that keep the loop themselves (SPEC W4). */
    record PutValues(PerLocation<NewWeight> values) implements Change {}

    /** Makes a config, or the next version of one (SPEC W1). */
    record PutConfig(PerLocation<Weight> defaults, SafetyRules safety) implements Change {}

    /** The values of an earlier version again (SPEC W10). */
    record Revert(long version) implements Change {}

    /**
     * Begins a shift (SPEC W8).
     *
     * @param components null: those that have such a location
     * @param expiresIn over 0, at most {@link Shift#MAX}
     */
    record StartShift(List<Location> away, @Nullable List<Component> components, Duration expiresIn)
            implements Change {

        public StartShift {
            away = List.copyOf(away);
            components = components == null ? null : List.copyOf(components);
            requireLength(expiresIn);
        }
    }

    /** Lets a shift end that long from now; not a new version. */
    record ExtendShift(ShiftId shift, Duration expiresIn) implements Change {

        public ExtendShift {
            requireLength(expiresIn);
        }
    }

    /** Ends a shift now. */
    record CancelShift(ShiftId shift) implements Change {}

    private static void requireLength(Duration length) {
        if (!length.isPositive() || length.compareTo(Shift.MAX) > 0) {
            throw new IllegalArgumentException("expires_in: (expected: over 0, at most 72h)");
        }
    }
}
