package dev.balancerdeployer.coordination;

/**
 * How a run ended.
 *
 * @param reason in words; says why not, where something did not happen
 */
public record RunResult(Outcome outcome, String reason) {

    /** The outcomes of SPEC C7. */
    public enum Outcome {
        SUCCEEDED,
        NOTHING_TO_DO,
        SKIPPED,
        FAILED,
        ABANDONED
    }

    public static RunResult succeeded(String reason) {
        return new RunResult(Outcome.SUCCEEDED, reason);
    }

    public static RunResult nothingToDo(String reason) {
        return new RunResult(Outcome.NOTHING_TO_DO, reason);
    }

    public static RunResult skipped(String reason) {
        return new RunResult(Outcome.SKIPPED, reason);
    }

    public static RunResult failed(String reason) {
        return new RunResult(Outcome.FAILED, reason);
    }
}
