package dev.balancerdeployer.delivery;

import dev.balancerdeployer.coordination.Names;

/** Path of an object inside its namespace: 1..16 names joined by {@code /}. */
public record ObjectPath(String value) implements Comparable<ObjectPath> {

    public static final int MAX_SEGMENTS = 16;

    public ObjectPath {
        var segments = value.split("/", -1);
        if (segments.length > MAX_SEGMENTS) {
            throw new IllegalArgumentException(
                    "path: %d segments (expected: 1..16)".formatted(segments.length));
        }
        for (var segment : segments) {
            Names.requireName("path", segment);
        }
    }

    @Override
    public int compareTo(ObjectPath other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
