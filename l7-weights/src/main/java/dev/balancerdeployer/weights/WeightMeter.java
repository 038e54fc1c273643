package dev.balancerdeployer.weights;

import dev.balancerdeployer.coordination.MeterDescription;

/** The meters of L7 weights (SPEC O3); docs/metrics.md lists them. */
public enum WeightMeter {
    ATTEMPTS(
            MeterDescription.counter(
                    "weights.attempts",
                    "attempts",
                    "Attempts at changes of weights, by how they ended",
                    "outcome")),
    PUBLISH(
            MeterDescription.timer(
                    "weights.publish",
                    "From the write of a version to its publication, by the one who wrote it")),
    POINTS(
            MeterDescription.gauge(
                    "weights.points",
                    "points",
                    "Values, and what is effective of them under the shifts",
                    "component",
                    "config",
                    "kind",
                    "location")),
    ZERO_LOCATIONS(
            MeterDescription.gauge(
                    "weights.zero.locations",
                    "locations",
                    "Locations that effectively get nothing",
                    "component",
                    "config")),
    ACTIVE_SHIFTS(
            MeterDescription.gauge(
                    "weights.active.shifts", "shifts", "Shifts that are in force", "config")),
    NEXT_SHIFT_END(
            MeterDescription.gauge(
                    "weights.next.shift.end",
                    MeterDescription.SECONDS,
                    "Until the first of the active shifts ends; NaN: there is none",
                    "config")),
    VERSION(MeterDescription.gauge("weights.version", "version", "The newest version", "config")),
    UNPUBLISHED_AGE(
            MeterDescription.gauge(
                    "weights.unpublished.age",
                    MeterDescription.SECONDS,
                    "For how long there has been a version that is not published; 0: there is none",
                    "config")),
    SAMPLE_AGE(
            MeterDescription.gauge(
                    "weights.sample.age",
                    MeterDescription.SECONDS,
                    "Age of the look at the database that the gauges of weights come from"));

    @SuppressWarnings("ImmutableEnumChecker") // a record whose one list is a copy
    private final MeterDescription described;

    WeightMeter(MeterDescription described) {
        this.described = described;
    }

    public MeterDescription described() {
        return described;
    }
}
