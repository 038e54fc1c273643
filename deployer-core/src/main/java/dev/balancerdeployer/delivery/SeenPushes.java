package dev.balancerdeployer.delivery;

import java.time.Duration;

/** Which deliveries of the push hook were taken up, so that a replay changes nothing (API.md 4). */
public interface SeenPushes {

    /** So long a delivery is remembered, by database time. */
    Duration MEMORY = Duration.ofHours(24);

    /**
     * @param delivery the sender's id of it, 1..200 characters
     */
    boolean seen(String delivery);

    /** Remembers it. Idempotent. */
    void remember(String delivery);
}
