package dev.balancerdeployer.weights;

import dev.balancerdeployer.coordination.StoreUnavailable;

/**
 * Changes configs and their values (SPEC W1, W3, W4, W8, W10). Each change is made exactly once or
 * not at all, however often it is sent, whoever else changes the config, and wherever a process
 * dies. Thread-safe.
 */
public final class WeightChanges {

    private final Workshop workshop;

    WeightChanges(Workshop workshop) {
        this.workshop = workshop;
    }

    /**
     * Makes a change and its version current. Blocks for up to about 30 s, if others are faster
     * each time or the store is slow.
     *
     * @throws StoreUnavailable if it is not known what became of it; the same request with the same
     *     key may be sent again
     */
    public Outcome apply(ChangeRequest request) {
        return request.dryRun() ? rehearsal().apply(request) : new Attempt(workshop, request).run();
    }

    /** Dry runs that see what the ones before them would have done. */
    public Rehearsal rehearsal() {
        return new Rehearsal(workshop);
    }
}
