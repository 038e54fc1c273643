package dev.balancerdeployer.delivery;

/**
 * What a receiver of alerts is to be told once (SPEC D15).
 *
 * @param id the same at each try
 * @param alert as it was then
 */
public record AlertEvent(String id, Kind kind, Alert alert) {

    /** Why it is told. */
    public enum Kind {
        FIRING,
        /** It fires for so long by now. */
        REMINDER,
        RESOLVED
    }
}
