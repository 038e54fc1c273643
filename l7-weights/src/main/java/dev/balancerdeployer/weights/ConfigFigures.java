package dev.balancerdeployer.weights;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What the gauges show of one config.
 *
 * @param toShiftEnd until the first active shift ends, 0 if it should have; null: there is none
 * @param unpublished for how long there has been a version that is not published; null: there is
 *     none
 */
record ConfigFigures(
        WeightsConfig config, @Nullable Duration toShiftEnd, @Nullable Duration unpublished) {

    /**
     * @param waitingSince when the first version that is not published was made; null: there is
     *     none
     * @param now database time
     */
    static ConfigFigures of(ConfigRecord record, @Nullable Instant waitingSince, Instant now) {
        var config = record.config();
        var end = config.shifts().stream().map(Shift::expiresAt).min(Comparator.naturalOrder());
        return new ConfigFigures(
                config,
                end.map(it -> notNegative(Duration.between(now, it))).orElse(null),
                waitingSince == null ? null : notNegative(Duration.between(waitingSince, now)));
    }

    private static Duration notNegative(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
