package dev.balancerdeployer.weights;

/** A data centre, such as {@code SAS} (SPEC W1). Sorted as ASCII. */
public record Location(String value) implements Comparable<Location> {

    public Location {
        Grammar.require("location", value);
    }

    @Override
    public int compareTo(Location other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
