package dev.balancerdeployer.weights;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A config as it is stored: with what changes of it are not known to be filed (SPEC C8).
 *
 * @param rev raised by every change
 * @param updatedAt when the version was made; database time
 * @param updatedBy who made it
 * @param pending oldest first
 */
public record ConfigRecord(
        WeightsConfig config,
        long rev,
        Instant updatedAt,
        String updatedBy,
        @Nullable String comment,
        List<Pending> pending) {

    public ConfigRecord {
        pending = List.copyOf(pending);
    }

    ConfigRecord withPending(List<Pending> still) {
        return new ConfigRecord(config, rev, updatedAt, updatedBy, comment, still);
    }

    /** What it shows to readers. */
    Snapshot snapshot() {
        return new Snapshot(
                config.id(),
                config.version(),
                config.values(),
                config.effective(),
                updatedAt,
                updatedBy,
                comment);
    }

    /**
     * One change, until what follows from it is filed: its line, the shift it ended, its answer.
     *
     * @param version that holds it
     * @param line null: it made no version
     * @param ended null: it ended no shift
     * @param keyed null: nobody may ask for its answer again
     */
    public record Pending(
            String attempt,
            long version,
            @Nullable Line line,
            @Nullable Shift ended,
            @Nullable Keyed keyed) {

        /** How many weights, or locations of a shift, it holds: what its size comes from. */
        int weights() {
            return (line == null ? 0 : line.values().size() + line.effective().size())
                    + (ended == null ? 0 : ended.away().size())
                    + (keyed == null ? 0 : keyed.answer().weights());
        }
    }

    /** An answer and the key it is to be filed under. */
    public record Keyed(IdempotencyKey key, Answer answer) {}
}
