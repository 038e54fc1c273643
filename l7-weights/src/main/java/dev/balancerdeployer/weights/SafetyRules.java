package dev.balancerdeployer.weights;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The safety rules of a config, judged on effective shares (SPEC W9).
 *
 * @param minActiveLocations 1 to 100
 * @param maxZeroShare 0 to 1; null: any
 * @param maxStep points, 0 to 100; null: any
 */
public record SafetyRules(
        int minActiveLocations, @Nullable BigDecimal maxZeroShare, @Nullable Integer maxStep) {

    /** What holds if nothing is said. */
    public static final SafetyRules DEFAULT = new SafetyRules(1, null, null);

    public SafetyRules {
        if (minActiveLocations < 1 || minActiveLocations > Normalisation.MAX_ACTIVE) {
            throw new IllegalArgumentException(
                    "min_active_locations: %d (expected: 1..100)".formatted(minActiveLocations));
        }
        if (maxZeroShare != null
                && (maxZeroShare.signum() < 0
                        || maxZeroShare.compareTo(BigDecimal.ONE) > 0
                        || maxZeroShare.scale() > 100)) {
            throw new IllegalArgumentException("max_zero_share: (expected: 0..1)");
        }
        if (maxStep != null && (maxStep < 0 || maxStep > Normalisation.POINTS)) {
            throw new IllegalArgumentException(
                    "max_step: %d (expected: 0..100)".formatted(maxStep));
        }
    }
}
