package dev.balancerdeployer.delivery;

/** What happens to a rollout under way when a newer revision comes (SPEC D10). */
public enum OnNewer {
    QUEUE,
    RESTART
}
