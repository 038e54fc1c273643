package dev.balancerdeployer.delivery;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Delivery policy of the installation (API.md section 1).
 *
 * @param bake {@code deployer.bake}
 * @param minBake {@code deployer.min-bake}; null: the smaller of 10 minutes and the bake
 * @param grace {@code deployer.grace}
 * @param rolloutDeadline {@code deployer.rollout-deadline}
 * @param onNewer {@code deployer.on-newer}
 */
@ConfigurationProperties("deployer")
record DeliveryProperties(
        @DefaultValue("1h") Duration bake,
        @Nullable Duration minBake,
        @DefaultValue("45m") Duration grace,
        @DefaultValue("1h") Duration rolloutDeadline,
        @DefaultValue("queue") OnNewer onNewer) {

    private static final Duration LONGEST_DEFAULT = Duration.ofMinutes(10);

    DeliveryProperties {
        requireNotNegative("deployer.bake", bake);
        if (minBake != null) {
            requireNotNegative("deployer.min-bake", minBake);
            if (minBake.compareTo(bake) > 0) {
                throw new IllegalArgumentException(
                        "deployer.min-bake: '%s' (expected: at most deployer.bake, %s)"
                                .formatted(minBake, bake));
            }
        }
        requireNotNegative("deployer.grace", grace);
        requireNotNegative("deployer.rollout-deadline", rolloutDeadline);
    }

    DeliveryPolicy policy() {
        var least = minBake;
        if (least == null) {
            least = bake.compareTo(LONGEST_DEFAULT) < 0 ? bake : LONGEST_DEFAULT;
        }
        return new DeliveryPolicy(bake, least, grace, rolloutDeadline, onNewer);
    }

    private static void requireNotNegative(String name, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(
                    "%s: '%s' (expected: a duration such as 90s, 30m, 1h or PT1H, not negative)"
                            .formatted(name, value));
        }
    }
}
