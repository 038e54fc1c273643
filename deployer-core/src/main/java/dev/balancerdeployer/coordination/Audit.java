package dev.balancerdeployer.coordination;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The append-only record of every change and every refused change (SPEC C9). */
public interface Audit {

    /**
     * Appends one entry; it is stored when this returns. There is no way to change or delete one.
     * The time of the entry is the database's.
     */
    void record(Entry entry);

    /** Newest first. */
    Page<Recorded> find(Filter filter, PageRequest page);

    /**
     * @param action upper snake case, such as {@code ITS_PUT}
     * @param target such as {@code namespaces/maps-front} (the list is in SPEC C9)
     * @param problem the problem's {@code type} of a refused change; null for a done one
     */
    record Entry(
            Actor actor,
            String action,
            String target,
            @Nullable Long beforeVersion,
            @Nullable Long afterVersion,
            @Nullable String reason,
            Outcome outcome,
            @Nullable String problem) {

        public static Entry done(
                Actor actor, String action, String target, @Nullable String reason) {
            return new Entry(actor, action, target, null, null, reason, Outcome.DONE, null);
        }
    }

    /** An entry as stored; {@code at} is database time. */
    record Recorded(Instant at, Entry entry) {}

    /** Whether the change happened. */
    enum Outcome {
        DONE,
        REFUSED
    }

    /**
     * All given conditions hold; null: any. {@code since} is inclusive, {@code until} exclusive.
     */
    record Filter(
            @Nullable String actor,
            @Nullable String target,
            @Nullable String action,
            @Nullable Instant since,
            @Nullable Instant until) {

        public static Filter any() {
            return new Filter(null, null, null, null, null);
        }
    }
}
