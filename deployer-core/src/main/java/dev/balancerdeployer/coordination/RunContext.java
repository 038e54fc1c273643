package dev.balancerdeployer.coordination;

import java.time.Instant;

/** What a run knows about itself. */
public interface RunContext {

    RunId runId();

    JobName job();

    /** Who asked for the run; {@link Actor#SELF} for a scheduled one. */
    String requestedBy();

    /** Whether it answers for a scheduled fire, and not only for requests. */
    boolean scheduled();

    /** Database time at which the run started. */
    Instant startedAt();

    /**
     * The fence of the run's lease.
     *
     * @throws IllegalStateException if the job does not run under the semaphore
     */
    Fence fence();

    /** The check before each write to awacs. */
    WriteGuard guard();

    /**
     * Throws if the run must not go on: its lease is lost (also by the monotonic clock), or the
     * process stops.
     */
    void checkpoint() throws InterruptedException;

    /** Records a change, at once, in the run's ledger entry and in the audit log. */
    void changed(RunChange change);

    /**
     * Says that a protected write got no answer: the permit is not released before that instant of
     * the database's time, after which the write can no longer land (SPEC C3).
     *
     * @param notAfter what the write carried
     */
    void unanswered(Instant notAfter);
}
