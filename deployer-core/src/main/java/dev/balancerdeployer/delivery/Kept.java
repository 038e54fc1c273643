package dev.balancerdeployer.delivery;

/**
 * An object of which a rollout delivers awacs' own text, not that of its revision (SPEC D10, D13).
 *
 * @param version awacs' version that holds the text, or lacks the object
 */
public record Kept(ObjectPath path, long version) {}
