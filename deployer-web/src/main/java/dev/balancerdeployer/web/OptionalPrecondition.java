package dev.balancerdeployer.web;

import org.jspecify.annotations.Nullable;

/**
 * As {@link Precondition}, as a parameter of a controller method that may do without.
 *
 * @param value null: neither header was sent
 */
public record OptionalPrecondition(@Nullable Precondition value) {}
