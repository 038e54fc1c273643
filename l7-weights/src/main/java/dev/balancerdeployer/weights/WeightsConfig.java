package dev.balancerdeployer.weights;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * One version of a config with its values (SPEC W1).
 *
 * @param version 1 for the first; also that of the values
 * @param values whole points, 100 in each component; shifts never rewrite them
 * @param shifts the active ones, oldest first
 */
public record WeightsConfig(
        ConfigId id,
        long version,
        PerLocation<Weight> defaults,
        PerLocation<Integer> values,
        SafetyRules safety,
        List<Shift> shifts) {

    public WeightsConfig {
        shifts = List.copyOf(shifts);
    }

    /** What traffic goes by: the values with shifted locations at 0, normalised (SPEC W8). */
    public PerLocation<Integer> effective() {
        var rows = new TreeMap<Component, SortedMap<Location, Integer>>();
        values.components()
                .forEach((component, row) -> {
                    var left = Shift.under(shifts, component, row);
                    rows.put(component, left.equals(row) ? row : Normalisation.ofPoints(left));
                });
        return new PerLocation<>(rows);
    }

    /** The components that the shifts leave without a location. */
    SortedSet<Component> withoutLocation() {
        var empty = new TreeSet<Component>();
        values.components()
                .forEach((component, row) -> {
                    if (isZero(Shift.under(shifts, component, row).values())) {
                        empty.add(component);
                    }
                });
        return empty;
    }

    private static boolean isZero(Collection<Integer> points) {
        return points.stream().allMatch(it -> it == 0);
    }

    Optional<Shift> shift(ShiftId wanted) {
        return shifts.stream().filter(it -> it.id().equals(wanted)).findFirst();
    }

    WeightsConfig next(PerLocation<Integer> newValues) {
        return new WeightsConfig(id, version + 1, defaults, newValues, safety, shifts);
    }

    WeightsConfig next(List<Shift> newShifts) {
        return new WeightsConfig(id, version + 1, defaults, values, safety, newShifts);
    }

    /** The same at another version, of which nobody but a dry run hears. */
    WeightsConfig at(long otherVersion) {
        return new WeightsConfig(id, otherVersion, defaults, values, safety, shifts);
    }

    /** The same version with one shift changed, which takes away what it did before. */
    WeightsConfig amended(ShiftId which, UnaryOperator<Shift> change) {
        var changed =
                shifts.stream().map(it -> it.id().equals(which) ? change.apply(it) : it).toList();
        return new WeightsConfig(id, version, defaults, values, safety, changed);
    }
}
