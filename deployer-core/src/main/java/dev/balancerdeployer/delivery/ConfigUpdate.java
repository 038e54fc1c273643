package dev.balancerdeployer.delivery;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All objects of a namespace in one write.
 *
 * @param expectedVersion the version it replaces; null: the namespace must not exist
 * @param balancers those it must have; unknown ones are added with their pauses, known ones and
 *     their pauses are left as they are, none is removed
 * @param revision the Git revision it comes from; null for a person's write
 */
public record ConfigUpdate(
        NamespaceId namespace,
        @Nullable Long expectedVersion,
        SortedMap<ObjectPath, String> objects,
        List<NewBalancer> balancers,
        String comment,
        @Nullable Revision revision) {

    public ConfigUpdate {
        objects = Collections.unmodifiableSortedMap(new TreeMap<>(objects));
        balancers = List.copyOf(balancers);
    }
}
