package dev.balancerdeployer.delivery;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One balancer of a namespace as awacs sees it (SPEC D3, D4).
 *
 * @param targetVersion what it should run; null before its first target
 * @param activeVersion what it runs; null if nothing yet
 * @param state of the target; null before the first
 * @param stateSince the registry's time; null before the first target
 */
public record Balancer(
        LocationId location,
        @Nullable Long targetVersion,
        @Nullable Long activeVersion,
        @Nullable BalancerState state,
        @Nullable Instant stateSince,
        String message,
        List<Pause> pauses) {

    public Balancer {
        pauses = List.copyOf(pauses);
    }

    public Optional<Pause> pause(PauseToken token) {
        return pauses.stream().filter(it -> it.token().equals(token)).findFirst();
    }

    /** Whether it runs exactly that version, by its own account. */
    public boolean activeOn(long version) {
        return state == BalancerState.ACTIVE
                && activeVersion != null
                && activeVersion == version
                && targetVersion != null
                && targetVersion == version;
    }
}
