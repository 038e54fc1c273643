package dev.balancerdeployer.delivery;

import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * How awacs' content differs from what a rollout expects there, judged per object and by content,
 * never by version number (SPEC D9).
 */
sealed interface Foreign {

    /** As expected, or changed only towards the rollout's own texts. */
    record None() implements Foreign {}

    /** Exactly the rollout's content. */
    record Ours() implements Foreign {}

    /** These objects hold what neither side knows. */
    record Changed(List<ObjectPath> objects) implements Foreign {

        public Changed {
            objects = List.copyOf(objects);
        }
    }

    /** Compares where the two sides have never met: whatever is not equal is foreign (SPEC D7). */
    static Foreign firstMeeting(
            SortedMap<ObjectPath, ObjectDigest> theirs, SortedMap<ObjectPath, ObjectDigest> ours) {
        var paths = new TreeSet<>(theirs.keySet());
        paths.addAll(ours.keySet());
        paths.removeIf(it -> Objects.equals(theirs.get(it), ours.get(it)));
        return paths.isEmpty() ? new Ours() : new Changed(List.copyOf(paths));
    }

    /**
     * Compares.
     *
     * @param expected what was there when the two sides last agreed
     * @param theirs what awacs holds
     * @param ours what the rollout delivers
     */
    static Foreign judge(
            SortedMap<ObjectPath, ObjectDigest> expected,
            SortedMap<ObjectPath, ObjectDigest> theirs,
            SortedMap<ObjectPath, ObjectDigest> ours) {
        if (theirs.equals(ours)) {
            return new Ours();
        }
        var paths = new TreeSet<>(expected.keySet());
        paths.addAll(theirs.keySet());
        var changed =
                paths.stream()
                        .filter(it -> !Objects.equals(theirs.get(it), expected.get(it)))
                        .filter(it -> !Objects.equals(theirs.get(it), ours.get(it)))
                        .toList();
        return changed.isEmpty() ? new None() : new Changed(changed);
    }
}
