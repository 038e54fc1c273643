package dev.balancerdeployer.delivery;

/** Whose text of an object a person wants to go on with (SPEC D13). */
public enum Take {
    /** A rollout writes Git's text over the one in awacs. */
    GIT,
    /** The puller commits awacs' text to Git. */
    AWACS
}
