package dev.balancerdeployer.delivery;

import dev.balancerdeployer.coordination.Names;

/** Name of a rollout. */
public record RolloutId(String value) implements Comparable<RolloutId> {

    public RolloutId {
        Names.requireName("rollout_id", value);
    }

    @Override
    public int compareTo(RolloutId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
