package dev.balancerdeployer.delivery;

import dev.balancerdeployer.coordination.Names;

/** Names one write to awacs; the same attempt again answers the first result (SPEC D3). */
public record AttemptId(String value) implements Comparable<AttemptId> {

    public AttemptId {
        Names.requireOwner("attempt", value);
    }

    @Override
    public int compareTo(AttemptId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
