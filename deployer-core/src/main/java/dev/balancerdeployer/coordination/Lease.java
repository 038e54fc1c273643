package dev.balancerdeployer.coordination;

import java.time.Instant;

/**
 * A permit held by this process, renewed in the background (SPEC C2). It is lost when the store
 * says so, or by the monotonic clock {@code fenceAfter} after the <em>sending</em> of the last
 * renewal that succeeded (of a grant whose answer was lost, the first send counts); all {@link
 * #onLost} actions run once then, and it never comes back.
 */
public interface Lease extends AutoCloseable {

    Fence fence();

    /** The end of the lease as the store last told it, database time. */
    Instant expiresAt();

    /** Whether it is certainly still held, by the monotonic clock. */
    boolean held();

    /** Runs when the lease is lost (not when it is released); at once if it is lost already. */
    void onLost(Runnable action);

    /** Releases the permit at once. Idempotent; after a loss nothing happens. */
    @Override
    void close();
}
