package dev.balancerdeployer.weights.mongo;

import dev.balancerdeployer.weights.Component;
import dev.balancerdeployer.weights.Location;
import dev.balancerdeployer.weights.PerLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.bson.Document;

/**
 * How something per location is stored: one row a component, its locations and what they have as
 * two lists of equal length, for names are never keys.
 */
final class Rows {

    private static final String COMPONENT = "c";
    private static final String LOCATIONS = "l";
    private static final String HAVE = "v";

    private Rows() {}

    static <V> List<Document> of(PerLocation<V> all, Function<V, Object> stored) {
        var rows = new ArrayList<Document>();
        all.components()
                .forEach((component, row) ->
                        rows.add(
                                new Document(COMPONENT, component.value())
                                        .append(
                                                LOCATIONS,
                                                row.keySet().stream().map(Location::value).toList())
                                        .append(HAVE, row.values().stream().map(stored).toList())));
        return rows;
    }

    static List<Document> ofPoints(PerLocation<Integer> points) {
        return of(points, it -> it);
    }

    static <S, V> PerLocation<V> toDomain(
            List<Document> rows, Class<S> type, Function<? super S, ? extends V> value) {
        var all = new TreeMap<Component, SortedMap<Location, V>>();
        for (var row : rows) {
            var locations = row.getList(LOCATIONS, String.class);
            var have = row.getList(HAVE, type);
            var of = new TreeMap<Location, V>();
            for (var i = 0; i < locations.size(); i++) {
                of.put(new Location(locations.get(i)), value.apply(have.get(i)));
            }
            all.put(new Component(row.getString(COMPONENT)), of);
        }
        return new PerLocation<>(all);
    }

    static PerLocation<Integer> toPoints(List<Document> rows) {
        return toDomain(rows, Integer.class, it -> it);
    }
}
