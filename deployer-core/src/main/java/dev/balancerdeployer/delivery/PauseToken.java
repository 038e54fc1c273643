package dev.balancerdeployer.delivery;

import dev.balancerdeployer.coordination.Names;

/** Name of one pause among those of its balancer. */
public record PauseToken(String value) implements Comparable<PauseToken> {

    public PauseToken {
        Names.requireOwner("token", value);
    }

    @Override
    public int compareTo(PauseToken other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
