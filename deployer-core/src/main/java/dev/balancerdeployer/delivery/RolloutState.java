package dev.balancerdeployer.delivery;

/** Where a rollout stands (API.md section 4). Readers accept more values than are made today. */
public enum RolloutState {
    QUEUED,
    ROLLING_OUT,
    CONFLICT,
    COMPLETED,
    SUPERSEDED;

    public boolean finished() {
        return this == COMPLETED || this == SUPERSEDED;
    }
}
