package dev.balancerdeployer.delivery;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The store of alerts. Thread-safe, on any number of replicas. {@code StoreUnavailable}: a change
 * may or may not have happened; reads may be repeated.
 */
public interface AlertRecords {

    /**
     * A record as read.
     *
     * @param rev grows with every change
     */
    record Stored(AlertRecord record, long rev) {}

    Optional<Stored> find(AlertId alert);

    /** Those that fire. */
    List<Stored> firing();

    /** Those with something untold that is due by then, due for longest first. */
    List<Stored> due(Instant now, int limit);

    /** The latest alert of a finding. */
    Optional<Stored> latest(String key);

    /** False: there is one of that id. */
    boolean insert(AlertRecord record);

    /** Compare-and-set. False: it was changed since it was read. */
    boolean replace(Stored before, AlertRecord after);

    /** Newest first by {@code since}, then by descending id. */
    List<Alert> list(Filter filter, @Nullable Position after, int limit);

    /**
     * Deletes what was resolved before that time, told or not: nobody may be told any more.
     *
     * @return how many of them had something untold
     */
    long forget(Instant resolvedBefore);

    /** Which alerts; null: any. */
    record Filter(Alert.@Nullable State state, @Nullable AlertKind kind) {}

    /** Where a page ended. */
    record Position(Instant since, AlertId id) {}
}
