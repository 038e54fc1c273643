package dev.balancerdeployer.delivery;

import org.jspecify.annotations.Nullable;

/** Shows people what changes in an object. Thread-safe; quick for texts of any allowed size. */
public interface TextDiff {

    /**
     * The change as a unified diff with three lines of context, ending in a line feed; empty if the
     * texts are equal; the two head lines only for an empty object that is new or goes.
     *
     * @param before null: the object is new
     * @param after null: the object goes
     */
    String unified(ObjectPath path, @Nullable String before, @Nullable String after);
}
