package dev.balancerdeployer.delivery;

import dev.balancerdeployer.coordination.Names;

/** Name of a location (data centre). */
public record LocationId(String value) implements Comparable<LocationId> {

    public LocationId {
        Names.requireOwner("location", value);
    }

    @Override
    public int compareTo(LocationId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
