package dev.balancerdeployer.web.weights;

import dev.balancerdeployer.web.ProblemException;
import dev.balancerdeployer.web.ProblemException.Fault;
import dev.balancerdeployer.weights.Component;
import dev.balancerdeployer.weights.Location;
import dev.balancerdeployer.weights.NewWeight;
import dev.balancerdeployer.weights.PerLocation;
import dev.balancerdeployer.weights.Weight;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads {@code {component: {location: ..}}}; every mistake in it is named with its place, such as
 * {@code new_weights.search.SAS} (SPEC W6).
 */
public final class WeightTables {

    /** So many mistakes say enough. */
    private static final int MAX_FAULTS = 100;

    private final List<Fault> faults = new ArrayList<>();

    private WeightTables() {}

    /**
     * Weights of a step: numbers, or {@code "default"}.
     *
     * @param place the field that holds them
     * @throws ProblemException 400 with every mistake
     */
    public static PerLocation<NewWeight> wanted(String place, JsonNode table) {
        return new WeightTables().table(place, table, WeightTables::newWeight);
    }

    /** The weights of a config: {@code {"default": number}} for each location. */
    static PerLocation<Weight> defaults(String place, JsonNode table) {
        return new WeightTables().table(place, table, WeightTables::defaultWeight);
    }

    /** Reads what is there for one location. */
    private interface Cell<V> {
        /** Null: it is a mistake, which was told. */
        @Nullable V read(WeightTables faults, String place, JsonNode value);
    }

    private <V> PerLocation<V> table(String place, JsonNode table, Cell<V> cell) {
        var rows = new HashMap<Component, Map<Location, V>>();
        if (isObject(place, table)) {
            for (var row : table.properties()) {
                var there = place + "." + row.getKey();
                var component = name(there, () -> new Component(row.getKey()));
                // a name that is none may be long, and would be copied to the place of each
                // location
                if (isObject(there, row.getValue()) && component != null) {
                    rows.put(component, row(there, row.getValue(), cell));
                }
            }
        }
        if (!faults.isEmpty()) {
            throw ProblemException.invalid(faults);
        }
        return PerLocation.of(rows);
    }

    private <V> Map<Location, V> row(String place, JsonNode row, Cell<V> cell) {
        var cells = new TreeMap<Location, V>();
        for (var one : row.properties()) {
            var there = place + "." + one.getKey();
            var location = name(there, () -> new Location(one.getKey()));
            var value = cell.read(this, there, one.getValue());
            if (location != null && value != null) {
                cells.put(location, value);
            }
        }
        return cells;
    }

    private @Nullable NewWeight newWeight(String place, JsonNode value) {
        if (value.isString() && value.stringValue().equals("default")) {
            return new NewWeight.Default();
        }
        var weight = weight(place, value, ", or \"default\"");
        return weight == null ? null : new NewWeight.Exactly(weight);
    }

    private @Nullable Weight defaultWeight(String place, JsonNode value) {
        if (!isObject(place, value)) {
            return null;
        }
        for (var name : value.propertyNames()) {
            if (!name.equals("default")) {
                fault(place + "." + name, "unknown field (expected: default)");
            }
        }
        var there = place + ".default";
        if (!value.has("default")) {
            fault(there, "missing (expected: a number)");
            return null;
        }
        return weight(there, value.get("default"), "");
    }

    private @Nullable Weight weight(String place, JsonNode value, String orElse) {
        if (!value.isNumber()) {
            fault(
                    place,
                    "%s (expected: a number from 0 to 1000000 with at most 6 decimals%s)"
                            .formatted(kind(value), orElse));
            return null;
        }
        try {
            return Weight.of(value.decimalValue());
        } catch (IllegalArgumentException e) {
            fault(place, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private boolean isObject(String place, JsonNode value) {
        if (!value.isObject()) {
            fault(place, kind(value) + " (expected: an object)");
        }
        return value.isObject();
    }

    private <T> @Nullable T name(String place, Supplier<T> name) {
        try {
            return name.get();
        } catch (IllegalArgumentException e) {
            fault(place, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private void fault(String place, String detail) {
        if (faults.size() < MAX_FAULTS) {
            faults.add(new Fault(place, place + ": " + detail));
        }
    }

    private static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> {
                var text = value.stringValue();
                yield text.length() <= 40 ? "'" + text + "'" : "a text";
            }
            case BOOLEAN -> String.valueOf(value.booleanValue());
            case NULL -> "null";
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            default -> "a value of another kind";
        };
    }
}
