package dev.balancerdeployer.weights;

/** What made a version (SPEC W10). */
public enum Cause {
    SET,
    PUT,
    REVERT,
    SHIFT_STARTED,
    SHIFT_ENDED,
    CONFIG
}
