package dev.balancerdeployer.delivery.registry;

import dev.balancerdeployer.delivery.Balancer;
import dev.balancerdeployer.delivery.BalancerState;
import java.time.Instant;
import java.util.Locale;

/** When a balancer counts as running its target (SPEC D5, setting {@code awacs.activation}). */
public enum Activation {
    /** At once: there are no nodes that would report. */
    IMMEDIATE,
    /** When its node says so. */
    REPORTED;

    /**
     * The value of the setting: {@code immediate} or {@code reported}.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static Activation parse(String value) {
        for (var activation : values()) {
            if (activation.name().toLowerCase(Locale.ROOT).equals(value)) {
                return activation;
            }
        }
        throw new IllegalArgumentException(
                "awacs.activation: '%s' (expected: immediate or reported)".formatted(value));
    }

    /** The balancer with that version as its target; unchanged if it is the target already. */
    Balancer retarget(Balancer balancer, long version, Instant now) {
        var target = balancer.targetVersion();
        if (target != null && target == version) {
            return balancer;
        }
        return switch (this) {
            case IMMEDIATE ->
                    new Balancer(
                            balancer.location(),
                            version,
                            version,
                            BalancerState.ACTIVE,
                            now,
                            "",
                            balancer.pauses());
            case REPORTED ->
                    new Balancer(
                            balancer.location(),
                            version,
                            balancer.activeVersion(),
                            BalancerState.IN_PROGRESS,
                            now,
                            "",
                            balancer.pauses());
        };
    }
}
