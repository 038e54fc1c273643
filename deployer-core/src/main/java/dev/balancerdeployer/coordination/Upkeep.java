package dev.balancerdeployer.coordination;

import java.time.Duration;

/**
 * Small work that every replica repeats in the background, outside the semaphore: it finishes what
 * a dead process left half-way (SPEC C6, C8). Idempotent, and harmless when many replicas do it at
 * once. Beans of this type are found and called by the scheduler; {@link StoreUnavailable} ends one
 * round, no more.
 */
public interface Upkeep {

    /** For the log, such as {@code abandoned runs}. */
    String name();

    /** The pause between the end of a round and the next. */
    Duration every();

    /** One round. */
    void round();
}
