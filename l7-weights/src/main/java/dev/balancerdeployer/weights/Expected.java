package dev.balancerdeployer.weights;

/** Which version a change is for. */
public sealed interface Expected {

    /** Nothing is said. */
    record Anything() implements Expected {}

    /** That version, as {@code If-Match}. */
    record Version(long number) implements Expected {}

    /** That there is none yet, as {@code If-None-Match: *}. */
    record Absence() implements Expected {}
}
