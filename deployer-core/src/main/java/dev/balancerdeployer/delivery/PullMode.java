package dev.balancerdeployer.delivery;

/** Where the puller's commits go (SPEC D14). */
public enum PullMode {
    /** To the delivered branch. */
    COMMIT,
    /**
     * To {@code pull/<namespace>}, for a review; the delivered branch gets them when it is merged.
     */
    BRANCH
}
