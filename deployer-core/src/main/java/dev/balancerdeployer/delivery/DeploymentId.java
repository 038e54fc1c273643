package dev.balancerdeployer.delivery;

import dev.balancerdeployer.coordination.Names;

/** Name of a request to deploy. */
public record DeploymentId(String value) implements Comparable<DeploymentId> {

    public DeploymentId {
        Names.requireName("deployment_id", value);
    }

    @Override
    public int compareTo(DeploymentId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
