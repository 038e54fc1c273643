package dev.balancerdeployer.weights;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Something for each location of each component, sorted by their names. Immutable if what it holds
 * is.
 */
public record PerLocation<V>(SortedMap<Component, SortedMap<Location, V>> components) {

    public PerLocation {
        var copy = new TreeMap<Component, SortedMap<Location, V>>();
        components.forEach((component, row) -> copy.put(component, sorted(row)));
        components = Collections.unmodifiableSortedMap(copy);
    }

    public static <V> PerLocation<V> of(
            Map<Component, ? extends Map<Location, ? extends V>> components) {
        var copy = new TreeMap<Component, SortedMap<Location, V>>();
        components.forEach((component, row) -> copy.put(component, new TreeMap<>(row)));
        return new PerLocation<>(copy);
    }

    public static <V> PerLocation<V> empty() {
        return new PerLocation<>(new TreeMap<>());
    }

    private static <V> NavigableMap<Location, V> sorted(Map<Location, V> row) {
        return Collections.unmodifiableNavigableMap(new TreeMap<>(row));
    }

    public Set<Component> names() {
        return components.keySet();
    }

    public boolean has(Component component) {
        return components.containsKey(component);
    }

    public boolean has(Component component, Location location) {
        return has(component) && row(component).containsKey(location);
    }

    /** The locations of a component that is there. */
    public SortedMap<Location, V> row(Component component) {
        return requireNonNull(components.get(component));
    }

    /** What is there for a location; null: nothing. */
    public @Nullable V get(Component component, Location location) {
        var row = components.get(component);
        return row == null ? null : row.get(location);
    }

    /** Whether any component has the location. */
    public boolean hasAnywhere(Location location) {
        return components.values().stream().anyMatch(it -> it.containsKey(location));
    }

    /** The components that have one of these locations. */
    SortedSet<Component> havingOneOf(Set<Location> locations) {
        var having = new TreeSet<Component>();
        components.forEach((component, row) -> {
            if (locations.stream().anyMatch(it -> row.containsKey(it))) {
                having.add(component);
            }
        });
        return having;
    }

    /** Only those components. */
    public PerLocation<V> only(Set<Component> wanted) {
        var copy = new TreeMap<Component, SortedMap<Location, V>>(components);
        copy.keySet().retainAll(wanted);
        return new PerLocation<>(copy);
    }

    /** The same with those rows in the place of the ones here. */
    public PerLocation<V> with(Map<Component, SortedMap<Location, V>> rows) {
        var copy = new TreeMap<Component, SortedMap<Location, V>>(components);
        copy.putAll(rows);
        return new PerLocation<>(copy);
    }

    /** How many locations there are in all. */
    public int size() {
        var size = 0;
        for (var row : components.values()) {
            size += row.size();
        }
        return size;
    }
}
