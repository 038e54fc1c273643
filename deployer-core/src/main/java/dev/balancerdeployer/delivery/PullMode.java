package dev.balancerdeployer.delivery;

/** Where the puller brings what awacs has and Git has not (SPEC D14). */
public enum PullMode {

    /** To the delivered branch. */
    COMMIT,

    /** To a branch of its own per namespace, for a review. */
    BRANCH
}
