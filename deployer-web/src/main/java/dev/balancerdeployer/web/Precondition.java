package dev.balancerdeployer.web;

/**
 * What a PUT that creates or replaces is conditional on, as a parameter of a controller method:
 * {@code If-Match: "3"} or {@code If-None-Match: *}. Neither is 428, both are 400 (SPEC S0).
 */
public sealed interface Precondition {

    /** {@code If-Match}: it is at that version. */
    record AtVersion(long version) implements Precondition {}

    /** {@code If-None-Match: *}: it does not exist. */
    record Absent() implements Precondition {}
}
