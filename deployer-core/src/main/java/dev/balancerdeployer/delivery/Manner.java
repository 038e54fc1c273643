package dev.balancerdeployer.delivery;

/** How a rollout was asked for (SPEC D6). */
public enum Manner {
    /** One location after the other; the revision descends from the delivered one. */
    USUAL,
    /** The same for a revision that need not descend. */
    ROLLBACK,
    /** To all locations at once, whatever the revision. */
    FORCED,
    /**
     * One location after the other, the delivered revision once more: a person took Git's side
     * against a change made in awacs (SPEC D13).
     */
    RESOLVED;

    /** Whether it may go to a revision that does not contain the delivered one. */
    boolean anyRevision() {
        return this != USUAL;
    }
}
