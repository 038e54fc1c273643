package dev.balancerdeployer.delivery;

/**
 * What the puller found changed on both sides (SPEC D13).
 *
 * @param revision of the delivered branch that was judged
 */
public record GitConflict(Conflict found, Revision revision) {}
