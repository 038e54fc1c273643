package dev.balancerdeployer.delivery;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A namespace as somebody would commit it, for tests; each method answers a changed copy. */
public record NamespaceSource(
        String name,
        SortedMap<String, String> objects,
        List<String> owners,
        List<String> locations,
        @Nullable Duration bake,
        @Nullable OnNewer onNewer) {

    public NamespaceSource {
        objects = Collections.unmodifiableSortedMap(new TreeMap<>(objects));
        owners = List.copyOf(owners);
        locations = List.copyOf(locations);
    }

    /** Owned by {@code sre}, in {@code sas}, {@code vla} and {@code man}, without objects. */
    public static NamespaceSource namespace(String name) {
        return new NamespaceSource(
                name, new TreeMap<>(), List.of("sre"), List.of("sas", "vla", "man"), null, null);
    }

    public NamespaceSource object(String path, String text) {
        var changed = new TreeMap<>(objects);
        changed.put(path, text);
        return new NamespaceSource(name, changed, owners, locations, bake, onNewer);
    }

    public NamespaceSource owners(String... changed) {
        return new NamespaceSource(name, objects, List.of(changed), locations, bake, onNewer);
    }

    public NamespaceSource locations(String... changed) {
        return new NamespaceSource(name, objects, owners, List.of(changed), bake, onNewer);
    }

    public NamespaceSource bake(Duration changed) {
        return new NamespaceSource(name, objects, owners, locations, changed, onNewer);
    }

    public NamespaceSource onNewer(OnNewer changed) {
        return new NamespaceSource(name, objects, owners, locations, bake, changed);
    }

    /** The text of its {@code namespace.yaml}. */
    public String yaml() {
        var yaml =
                new StringBuilder(
                        "owners: [%s]\nbalancers:\n".formatted(String.join(", ", owners)));
        locations.forEach(it -> yaml.append("  - location: ").append(it).append('\n'));
        if (bake != null) {
            yaml.append("bake: ").append(bake).append('\n');
        }
        if (onNewer != null) {
            yaml.append("on_newer: ").append(onNewer.name().toLowerCase(Locale.ROOT)).append('\n');
        }
        return yaml.toString();
    }
}
