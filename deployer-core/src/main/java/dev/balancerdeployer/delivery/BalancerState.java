package dev.balancerdeployer.delivery;

/** Whether a balancer runs its target version. */
public enum BalancerState {
    ACTIVE,
    IN_PROGRESS,
    FAILED
}
