package dev.balancerdeployer.delivery;

/** What the pause monitor looks for (SPEC D8, D15). Kinds may be added. */
public enum AlertKind {
    /** A pause of the automation is older than its planned lift and the grace. */
    PAUSE_OVERDUE,
    /** A location takes longer to become active than the rollout deadline. */
    STAGE_STUCK,
    BALANCER_FAILED,
    /** A pause of the automation whose rollout is over or was never heard of. */
    ORPHAN_PAUSE,
    /** A person's pause has held a rollout up for a day. */
    FOREIGN_PAUSE,
    /** The unpauser has not run for two of its periods. */
    UNPAUSER_SILENT,
    /** Somebody else's pause keeps a rollout from its first location for an hour. */
    FIRST_LOCATION_BLOCKED
}
