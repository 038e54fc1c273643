package dev.balancerdeployer.coordination;

import dev.balancerdeployer.coordination.JobEntry.Ended;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where jobs, their runs and requests are stored (SPEC C6-C8). Safe for many threads and processes.
 * Every call may throw {@link StoreUnavailable}; of a change the outcome is then unknown, and found
 * out by reading the entry again.
 */
public interface JobLedger {

    /** Empty for a job that nothing was ever stored about. */
    Optional<Stored> find(JobName job);

    /** Of all jobs, by name. */
    List<Stored> list();

    /** Creates a {@link JobEntry#fresh fresh} entry unless there is one; it is never deleted. */
    void ensure(JobName job);

    /**
     * Compare-and-set of the whole entry.
     *
     * @param notBefore the change lands at this instant of the database's time or later, judged in
     *     the same filter, or not at all; null: any time
     * @return false if the entry has moved on, or it is too early
     */
    boolean replace(Stored before, JobEntry after, @Nullable Instant notBefore);

    /** Stores a request. It is accepted when this returns. */
    void accept(JobRequest request);

    /** Whether the request is stored and not {@link #settle settled}. */
    boolean isOpen(String request);

    /** Stored requests that are not settled, at most that many. */
    List<JobRequest> openRequests(int limit);

    /** Forgets requests whose run is filed. Idempotent. */
    void settle(Collection<String> requests);

    /** Stores an ended run for good. Idempotent by its {@link RunId}. */
    void file(Ended ended);

    /** A filed run. */
    Optional<Run> filed(RunId run);

    /** Filed runs of a job by number, both bounds inclusive, newest first. */
    List<Ended> filed(JobName job, long from, long to);

    /** Appends to what a run changed. Idempotent by {@code number}, which counts from 1. */
    void append(RunId run, int number, RunChange change);

    /** What a run changed, oldest first. */
    List<RunChange> changes(RunId run);

    /** An entry as read; {@code rev} grows with every change of it. */
    record Stored(JobEntry entry, long rev) {}
}
