package dev.balancerdeployer.coordination;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The store of versioned run-time settings (SPEC C4). An acknowledged change is in the history.
 * Safe for many threads and processes. {@link StoreUnavailable}: the change may or may not have
 * happened.
 */
public interface ItsValues {

    /** The value now; empty if it never was or is deleted. */
    Optional<ItsValue> find(ItsPath path);

    /**
     * As {@link #find}, linearizable where the server offers it.
     *
     * @param limit at most how long it may take; then {@link StoreUnavailable}
     */
    Optional<ItsValue> findLinearizable(ItsPath path, Duration limit);

    /**
     * Creates a value that is not there (never was, or was deleted: its version goes on growing).
     */
    Outcome create(ItsPath path, String json, Actor author, @Nullable String comment);

    /**
     * Creates a value whose path never was; one that is there or was deleted is {@link
     * Outcome.Exists}. The only way to make something once in the life of an installation, however
     * many replicas start at once and whatever is deleted meanwhile.
     */
    Outcome createFirst(ItsPath path, String json, Actor author, @Nullable String comment);

    /** Replaces the value of that version. */
    Outcome replace(
            ItsPath path, long expected, String json, Actor author, @Nullable String comment);

    /** Deletes the value of that version; the tombstone is a version of its own in the history. */
    Outcome delete(ItsPath path, long expected, Actor author, @Nullable String comment);

    /**
     * Moves a value that is a bare number forward: stores {@code number} unless the one that is
     * there is not smaller. A value that is missing, deleted or no number is replaced. Idempotent.
     *
     * @param number 1 or more
     * @return the number that is there now, {@code number} or a larger one
     * @throws StoreUnavailable it may have moved; a retry is safe
     */
    long advance(ItsPath path, long number, Actor author);

    /** The bare number that {@link #advance} has stored; 0: there is none. */
    default long findNumber(ItsPath path) {
        return find(path).map(ItsValue::number).orElse(0L);
    }

    /** All versions, newest first; empty for a path that never was. */
    Optional<Page<ItsValue>> history(ItsPath path, PageRequest page);

    /** What became of a change. */
    sealed interface Outcome {

        /** Stored as {@code value}. */
        record Saved(ItsValue value) implements Outcome {}

        /** Refused: the value is at another version. */
        record Stale(long current) implements Outcome {}

        /** Refused: there is a value already (or, for {@link #createFirst}, there was one). */
        record Exists(long current) implements Outcome {}

        /** Refused: there is no value. */
        record Missing() implements Outcome {}
    }
}
