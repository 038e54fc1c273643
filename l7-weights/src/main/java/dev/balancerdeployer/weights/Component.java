package dev.balancerdeployer.weights;

/**
 * A part of a config that has weights of its own, such as {@code search} (SPEC W1). Sorted as
 * ASCII.
 */
public record Component(String value) implements Comparable<Component> {

    public Component {
        Grammar.require("component", value);
    }

    @Override
    public int compareTo(Component other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
