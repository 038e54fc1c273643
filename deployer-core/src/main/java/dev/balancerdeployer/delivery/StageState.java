package dev.balancerdeployer.delivery;

/** Where one location of a rollout stands, as shown to people (API.md section 4). */
public enum StageState {
    WAITING,
    BLOCKED,
    ROLLING,
    BAKING,
    FAILED,
    DONE
}
