package dev.balancerdeployer.weights;

import dev.balancerdeployer.coordination.Page;
import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.store.Cursor;
import dev.balancerdeployer.weights.ConfigRecords.Summary;
import java.time.Instant;
import java.util.Optional;

/** What there is to read of weights (SPEC W1, W2, W4, W8, W10). Thread-safe. */
public final class WeightQueries {

    /** Weights in a page of history. */
    private static final int PAGE_WEIGHTS = 150_000;

    private final Stores stores;
    private final Publication publication;

    WeightQueries(Stores stores, Publication publication) {
        this.stores = stores;
        this.publication = publication;
    }

    /** By name. */
    public Page<Summary> configs(PageRequest page) {
        return stores.configs().list(page);
    }

    public Optional<WeightsConfig> config(ConfigId id) {
        return stores.configs().find(id).map(ConfigRecord::config);
    }

    /** The newest values, published or not. */
    public Optional<Snapshot> values(ConfigId id) {
        return stores.configs().find(id).map(ConfigRecord::snapshot);
    }

    /** The values of a version; empty: there is none, or no such config. */
    public Optional<Snapshot> version(ConfigId id, long version) {
        return lines().find(id, version).map(Snapshot::of);
    }

    /** The values of the last version made at that time or before it; empty: there was none yet. */
    public Optional<Snapshot> at(ConfigId id, Instant time) {
        return stores.configs().find(id).flatMap(it -> lastUntil(it, time)).map(Snapshot::of);
    }

    /** Times never go back from a version to the next, so that halving finds it. */
    private Optional<Line> lastUntil(ConfigRecord record, Instant time) {
        var known = 0L;
        var tooLate = record.config().version() + 1;
        Optional<Line> found = Optional.empty();
        while (tooLate - known > 1) {
            var middle = known + (tooLate - known) / 2;
            var line = lines().find(record, middle);
            if (line.isPresent() && !line.get().at().isAfter(time)) {
                found = line;
                known = middle;
            } else {
                tooLate = middle;
            }
        }
        return found;
    }

    /**
     * All versions, newest first; empty: no such config. A page of a large config is shorter, for
     * all of it comes in one answer of the database.
     */
    public Optional<Page<Line>> history(ConfigId id, PageRequest page) {
        var list = "l7heavy/" + id + "/history";
        var before = page.after() == null ? Long.MAX_VALUE : Cursor.parseNumber(list, page.after());
        return stores.configs()
                .find(id)
                .map(record -> {
                    var to = Math.min(record.config().version(), before - 1);
                    var most = Math.max(1, PAGE_WEIGHTS / record.config().values().size());
                    var from = Math.max(1, to - Math.min(page.limit(), most) + 1);
                    return new Page<>(
                            lines().range(record, from, to),
                            from > 1 && from <= to ? Cursor.of(list, from) : null);
                });
    }

    /** The values of the published version; empty: no such config, or nothing is published yet. */
    public Optional<Snapshot> current(ConfigId id) {
        var published = publication.current(id); // first, so that the config is not older
        return stores.configs()
                .find(id)
                .flatMap(it ->
                        it.config().version() == published
                                ? Optional.of(it.snapshot())
                                : lines().find(it, published).map(Snapshot::of));
    }

    /** The version that is current; 0: none yet. */
    public long published(ConfigId id) {
        return publication.current(id);
    }

    /**
     * Active ones and those that ended in the last 30 days, newest first; empty: no such config.
     */
    public Optional<Page<Shift>> shifts(ConfigId id, PageRequest page) {
        return stores.configs().find(id).map(it -> new Shifts(stores).list(it, page));
    }

    public Optional<Shift> shift(ConfigId id, ShiftId shift) {
        return stores.configs().find(id).flatMap(it -> new Shifts(stores).find(it, shift));
    }

    private Lines lines() {
        return new Lines(stores);
    }
}
