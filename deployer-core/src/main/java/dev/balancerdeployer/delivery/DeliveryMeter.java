package dev.balancerdeployer.delivery;

import dev.balancerdeployer.coordination.MeterDescription;

/** The meters of delivery (SPEC O3); docs/metrics.md lists them. */
public enum DeliveryMeter {
    AWACS_CALL(
            MeterDescription.timer(
                    "awacs.call",
                    "Calls of awacs, by what was asked and what became of it",
                    "operation",
                    "outcome")),
    GIT_FETCH(MeterDescription.timer("deployer.git.fetch", "Fetches, good and failed")),
    GIT_FETCH_FAILURES(
            MeterDescription.counter(
                    "deployer.git.fetch.failures", "fetches", "Fetches that failed")),
    GIT_FETCH_AGE(
            MeterDescription.gauge(
                    "deployer.git.fetch.age",
                    MeterDescription.SECONDS,
                    "Since the last good fetch of this replica; NaN before its first")),
    GIT_UNDELIVERED_AGE(
            MeterDescription.gauge(
                    "deployer.git.undelivered.age",
                    MeterDescription.SECONDS,
                    "Age of the oldest rollout that waits; 0: none does")),
    ROLLOUTS(
            MeterDescription.gauge(
                    "deployer.rollouts", "rollouts", "Rollouts that are not over", "state")),
    NAMESPACES(
            MeterDescription.gauge(
                    "deployer.namespaces",
                    "namespaces",
                    "Namespaces by how Git and awacs stand to each other",
                    "state")),
    OLDEST_PAUSE_AGE(
            MeterDescription.gauge(
                    "deployer.oldest.pause.age",
                    MeterDescription.SECONDS,
                    "Age of the oldest pause where a rollout is not over; 0: none",
                    "kind")),
    OVERDUE_PAUSES(
            MeterDescription.gauge(
                    "deployer.overdue.pauses",
                    "pauses",
                    "Pauses past their overdue time where a rollout is not over")),
    UNPAUSER_SILENCE(
            MeterDescription.gauge(
                    "deployer.unpauser.silence",
                    MeterDescription.SECONDS,
                    "Since the unpauser last ran, on any replica; if it never did, since that"
                            + " was first due")),
    KILL_SWITCH_OPEN(
            MeterDescription.gauge(
                    "deployer.kill.switch.open",
                    "0 or 1",
                    "1: delivery is allowed; 0: it is not, or the flag cannot be read")),
    ALERTS(
            MeterDescription.gauge(
                    "deployer.alerts", "alerts", "Alerts that fire, by kind", "kind")),
    SAMPLE_AGE(
            MeterDescription.gauge(
                    "deployer.sample.age",
                    MeterDescription.SECONDS,
                    "Age of the look at store and awacs that the other gauges come from"));

    @SuppressWarnings("ImmutableEnumChecker") // a record whose one list is a copy
    private final MeterDescription described;

    DeliveryMeter(MeterDescription described) {
        this.described = described;
    }

    public MeterDescription described() {
        return described;
    }
}
