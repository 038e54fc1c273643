package dev.balancerdeployer.coordination;

import java.time.Instant;

/** Where the scheduler hands in what is due (SPEC C6). */
public interface JobFires {

    /**
     * A scheduled instant of a job has come. Any number of replicas may say so any number of times:
     * the first one makes or joins the job's waiting run, and all older instants are covered by it.
     * Returns when that is stored; the run itself happens on another thread. An instant of more
     * than 5 s after database time takes nothing away and may be handed in again later.
     *
     * @throws StoreUnavailable if the database did not answer; it may be handed in again
     */
    void fire(JobName job, Instant key);
}
