package dev.balancerdeployer.delivery;

/** Why a balancer takes no new config (SPEC D4). */
public enum PauseKind {
    BAKE,
    HUMAN,
    FREEZE,
    DRIFT,
    ALERT
}
