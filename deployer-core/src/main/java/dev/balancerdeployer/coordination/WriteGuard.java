package dev.balancerdeployer.coordination;

import java.time.Instant;
import java.util.Set;

/**
 * The check directly before every write to awacs (SPEC C5): database time, read before the flag and
 * the run's own grant.
 */
@FunctionalInterface
public interface WriteGuard {

    /**
     * Asks for one write, now. Three reads of the store; never throws {@link StoreUnavailable}
     * (that is {@link Clearance.Refused}).
     */
    Clearance clear();

    /** The answer. */
    sealed interface Clearance {

        /**
         * One write may be sent, which carries both.
         *
         * @param notAfter the earlier of database time + 2 s and the end of the run's lease
         * @param closedLocations with the policy {@code skip}: locations whose rollouts are held
         */
        record Cleared(Fence fence, Instant notAfter, Set<String> closedLocations)
                implements Clearance {}

        /** Nothing may be written: the switch is closed or the lease is gone. */
        record Refused(String reason, boolean leaseLost) implements Clearance {}
    }
}
