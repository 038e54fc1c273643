package dev.balancerdeployer.delivery;

import dev.balancerdeployer.coordination.Names;

/** Name of a namespace: one balancer service. */
public record NamespaceId(String value) implements Comparable<NamespaceId> {

    public NamespaceId {
        Names.requireName("namespace", value);
    }

    @Override
    public int compareTo(NamespaceId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
