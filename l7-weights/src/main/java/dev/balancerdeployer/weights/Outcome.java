package dev.balancerdeployer.weights;

/** What became of a {@link ChangeRequest}. */
public sealed interface Outcome {

    /**
     * Made, once, however often it was sent; or, in a dry run, what would be.
     *
     * @param repeated whether an earlier send of the same attempt was answered so already
     */
    record Done(Answer answer, boolean repeated) implements Outcome {}

    /** Not made. */
    record Refused(Refusal why) implements Outcome {}
}
