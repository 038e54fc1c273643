package dev.balancerdeployer.delivery;

import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What was changed in awacs by others, judged per object and by content, never by version number
 * (SPEC D9).
 */
sealed interface Foreign {

    /** Nothing, or only towards the rollout's own texts. */
    record None() implements Foreign {}

    /** Only objects that the rollout leaves alone. */
    record Disjoint(List<ObjectPath> objects) implements Foreign {

        public Disjoint {
            objects = List.copyOf(objects);
        }
    }

    /** These objects, which the rollout changes too, hold what neither side knows. */
    record Overlapping(List<ObjectPath> objects) implements Foreign {

        public Overlapping {
            objects = List.copyOf(objects);
        }
    }

    /** Compares where the two sides have never met: whatever is not equal overlaps (SPEC D7). */
    static Foreign firstMeeting(
            SortedMap<ObjectPath, ObjectDigest> theirs, SortedMap<ObjectPath, ObjectDigest> ours) {
        var paths = differing(theirs, ours);
        return paths.isEmpty() ? new None() : new Overlapping(List.copyOf(paths));
    }

    /**
     * Compares.
     *
     * @param base what both sides last had in common
     * @param theirs what awacs holds
     * @param ours what the rollout delivers: it changes what differs from the base
     */
    static Foreign judge(
            SortedMap<ObjectPath, ObjectDigest> base,
            SortedMap<ObjectPath, ObjectDigest> theirs,
            SortedMap<ObjectPath, ObjectDigest> ours) {
        return judge(base, theirs, ours, differing(base, ours));
    }

    /**
     * Compares.
     *
     * @param base what awacs held when the rollout last knew it
     * @param touched the objects that the rollout changes, or has changed
     */
    static Foreign judge(
            SortedMap<ObjectPath, ObjectDigest> base,
            SortedMap<ObjectPath, ObjectDigest> theirs,
            SortedMap<ObjectPath, ObjectDigest> ours,
            SortedSet<ObjectPath> touched) {
        var changed = differing(base, theirs);
        changed.retainAll(differing(theirs, ours));
        if (changed.isEmpty()) {
            return new None();
        }
        var overlapping = new TreeSet<>(changed);
        overlapping.retainAll(touched);
        return overlapping.isEmpty()
                ? new Disjoint(List.copyOf(changed))
                : new Overlapping(List.copyOf(overlapping));
    }

    /** The objects that are not the same in both. */
    static SortedSet<ObjectPath> differing(
            SortedMap<ObjectPath, ObjectDigest> one, SortedMap<ObjectPath, ObjectDigest> other) {
        var paths = new TreeSet<>(one.keySet());
        paths.addAll(other.keySet());
        paths.removeIf(it -> Objects.equals(one.get(it), other.get(it)));
        return paths;
    }
}
