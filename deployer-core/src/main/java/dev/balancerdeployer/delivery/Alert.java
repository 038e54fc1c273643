package dev.balancerdeployer.delivery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that a person should look at, and its life (SPEC D15).
 *
 * <pre>{@code
 * FIRING --the finding is gone--> RESOLVED     (found again: another alert)
 * }</pre>
 *
 * @param namespace null: it is not about one
 * @param location null: it is not about one
 * @param since database time of the first finding
 * @param resolvedAt null: it fires
 * @param summary in words, names what blocks
 */
public record Alert(
        AlertId id,
        AlertKind kind,
        @Nullable NamespaceId namespace,
        @Nullable LocationId location,
        Instant since,
        @Nullable Instant resolvedAt,
        String summary) {

    /** Where it is in its life. */
    public enum State {
        FIRING,
        RESOLVED
    }

    public State state() {
        return resolvedAt == null ? State.FIRING : State.RESOLVED;
    }
}
