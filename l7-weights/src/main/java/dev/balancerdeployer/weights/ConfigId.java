package dev.balancerdeployer.weights;

/** Name of a config, such as {@code production} (SPEC W1). Sorted as ASCII. */
public record ConfigId(String value) implements Comparable<ConfigId> {

    public ConfigId {
        Grammar.require("config_id", value);
    }

    @Override
    public int compareTo(ConfigId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
