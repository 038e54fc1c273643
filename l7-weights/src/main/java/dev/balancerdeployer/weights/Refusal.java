package dev.balancerdeployer.weights;

import java.util.List;

/** Why a change was not made; nothing was changed, and no key is kept. */
public sealed interface Refusal {

    record UnknownConfig() implements Refusal {}

    /** To revert to. */
    record UnknownVersion(long version) implements Refusal {}

    record UnknownShift() implements Refusal {}

    /** It is over already, see its state. */
    record ShiftEnded(Shift shift) implements Refusal {}

    /** The caller's mistake (SPEC W5, W6). */
    record Invalid(List<Mistake> mistakes) implements Refusal {

        public Invalid {
            mistakes = List.copyOf(mistakes);
        }

        static Invalid of(String place, String detail) {
            return new Invalid(List.of(new Mistake(place, detail)));
        }
    }

    /**
     * @param place such as {@code new_weights.search.SAS}
     */
    record Mistake(String place, String detail) {}

    /** A component would be left without a location. */
    record AllZero(Component component, String place) implements Refusal {}

    /** Safety rules would be broken that are not overridden. */
    record Unsafe(List<BrokenRule> rules) implements Refusal {

        public Unsafe {
            rules = List.copyOf(rules);
        }
    }

    /** It is at another version; 0: it is not there. */
    record Stale(long current) implements Refusal {}

    /** There is one, so its version must be named. */
    record VersionNeeded(long current) implements Refusal {}

    /** There is one, and none was expected. */
    record Exists(long current) implements Refusal {}

    /** The key was used for another request. */
    record KeyReused() implements Refusal {}

    /** Others were faster each time (SPEC W4). */
    record Contended(long current, int attempts) implements Refusal {}
}
