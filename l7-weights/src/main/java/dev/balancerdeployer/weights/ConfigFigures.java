package dev.balancerdeployer.weights;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What the gauges show of one config.
 *
 * @param toShiftEnd until the first active shift ends, 0 if it should have; null: there is none
 * @param unpublished for how long the newest version is not the published one; null: it is
 */
record ConfigFigures(
        WeightsConfig config, @Nullable Duration toShiftEnd, @Nullable Duration unpublished) {

    /**
     * @param published the version that was current when the config was read
     * @param now database time
     */
    static ConfigFigures of(ConfigRecord record, long published, Instant now) {
        var config = record.config();
        var end = config.shifts().stream().map(Shift::expiresAt).min(Comparator.naturalOrder());
        var unpublished = published < config.version();
        return new ConfigFigures(
                config,
                end.map(it -> notNegative(Duration.between(now, it))).orElse(null),
                unpublished ? notNegative(Duration.between(record.updatedAt(), now)) : null);
    }

    private static Duration notNegative(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
