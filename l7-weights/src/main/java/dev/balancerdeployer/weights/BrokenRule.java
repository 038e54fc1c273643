package dev.balancerdeployer.weights;

/**
 * A safety rule that a change would break.
 *
 * @param detail what it would be and what is allowed, for people
 */
public record BrokenRule(SafetyRule rule, Component component, String detail) {}
