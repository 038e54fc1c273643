package dev.balancerdeployer.weights;

import java.time.Duration;
import java.util.List;

/**
 * Hears how changes go, for metrics. Beans of this type are told. Must not block or throw.
 * Thread-safe.
 */
public interface WeightSignals {

    /** One attempt of a change has ended so. */
    void attempted(ConfigId config, Attempted how);

    /** A change was published that long after it was written, by the one who made it. */
    void published(ConfigId config, Duration afterWrite);

    /** How an attempt ends. */
    enum Attempted {
        /** A version was written. */
        WRITTEN,
        /** The change needs no version. */
        UNCHANGED,
        REFUSED,
        /** Somebody else was faster: there is another attempt, or no more. */
        CONFLICT,
        /** The store failed, be it before the write or after it. */
        FAILED
    }

    /** Tells all of these. */
    static WeightSignals all(List<WeightSignals> listeners) {
        var listening = List.copyOf(listeners);
        return new WeightSignals() {
            @Override
            public void attempted(ConfigId config, Attempted how) {
                listening.forEach(it -> it.attempted(config, how));
            }

            @Override
            public void published(ConfigId config, Duration afterWrite) {
                listening.forEach(it -> it.published(config, afterWrite));
            }
        };
    }
}
