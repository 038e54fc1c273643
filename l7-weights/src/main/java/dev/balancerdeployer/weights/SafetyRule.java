package dev.balancerdeployer.weights;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a change may be refused for although it is well-formed (SPEC W9). */
public enum SafetyRule {
    /** So many locations of a component at least are not at 0. */
    MIN_ACTIVE_LOCATIONS,
    /** At most this part of a component's locations is at 0. */
    MAX_ZERO_SHARE,
    /** No location's share changes by more points in one change. */
    MAX_STEP;

    /** The name on the wire, such as {@code max_step}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<SafetyRule> named(String wireName) {
        return Arrays.stream(values()).filter(it -> it.wireName().equals(wireName)).findFirst();
    }
}
