package dev.balancerdeployer.coordination;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the kill switch says (SPEC C5). */
public sealed interface SwitchState {

    /**
     * Delivery is allowed, but for what {@code closedLocations} means under the configured policy.
     *
     * @param closedLocations names of locations that are being drained or are down
     * @param reason in a person's words; may be empty
     */
    record Open(Set<String> closedLocations, String reason) implements SwitchState {

        public Open {
            closedLocations = Set.copyOf(closedLocations);
        }
    }

    /**
     * Nothing is delivered.
     *
     * @param reason says why, also if the flag is missing or malformed
     * @param closedLocations what closes it under the policy {@code hold}; empty: something else
     * @param since when the flag was last changed, database time; null: not known
     */
    record Closed(String reason, Set<String> closedLocations, @Nullable Instant since)
            implements SwitchState {

        public Closed {
            closedLocations = Set.copyOf(closedLocations);
        }

        /** For a reason that names no location, since nobody knows when. */
        public Closed(String reason) {
            this(reason, Set.of(), null);
        }
    }
}
