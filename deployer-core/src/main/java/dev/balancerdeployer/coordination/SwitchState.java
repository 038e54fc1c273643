package dev.balancerdeployer.coordination;

import java.util.Set;

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

    /** Nothing is delivered. {@code reason} says why, also if the flag is missing or malformed. */
    record Closed(String reason) implements SwitchState {}
}
