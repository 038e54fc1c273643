package dev.balancerdeployer.delivery;

import java.time.Duration;
import java.util.Optional;

/**
 * Events that wait for their receiver. They are stored in the same write as what they tell of, so
 * that a kill loses none. Thread-safe, on any number of replicas; {@code StoreUnavailable}: the
 * change may or may not have happened.
 */
public interface AlertOutbox {

    /**
     * Takes the next event that is due, for that long by database time: nobody else gets it until
     * then. Of one alert the oldest event comes first, and none before it is done with.
     */
    Optional<Taken> take(Duration hold);

    /** It was told. Changes nothing if another took it since. */
    void told(Taken taken);

    /** It was not told; it is due again after that time. Changes nothing if another took it. */
    void postpone(Taken taken, Duration wait);

    /**
     * An event in one's hands.
     *
     * @param attempts how often it was taken, this time included
     */
    record Taken(AlertEvent event, int attempts) {}
}
