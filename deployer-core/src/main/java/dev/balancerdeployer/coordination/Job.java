package dev.balancerdeployer.coordination;

/** Work that is fired by schedule or request, recorded in the ledger (SPEC C6, C7). */
public interface Job {

    JobName name();

    /** Whether it runs under the shared semaphore. */
    default boolean underSemaphore() {
        return true;
    }

    /**
     * Does the work of one run. Idempotent: a run that died half-way is followed by another.
     *
     * @throws InterruptedException if the lease was lost or the process stops; nothing protected
     *     starts after that
     */
    RunResult run(RunContext context) throws InterruptedException;
}
