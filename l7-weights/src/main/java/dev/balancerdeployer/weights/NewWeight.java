package dev.balancerdeployer.weights;

/** What is wished for a location (SPEC W3). */
public sealed interface NewWeight {

    /** This number. */
    record Exactly(Weight weight) implements NewWeight {}

    /** The location's default from the config. */
    record Default() implements NewWeight {}

    static NewWeight of(long number) {
        return new Exactly(Weight.of(number));
    }
}
