package dev.balancerdeployer.delivery;

import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.delivery.AlertRecords.Stored;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;

/** What alerts are still to tell, taken by compare-and-set of the alert. */
final class StoredOutbox implements AlertOutbox {

    /** More than one, for other replicas take them too. */
    private static final int CANDIDATES = 10;

    private final AlertRecords records;
    private final DatabaseTime time;

    StoredOutbox(AlertRecords records, DatabaseTime time) {
        this.records = records;
        this.time = time;
    }

    @Override
    public Optional<Taken> take(Duration hold) {
        var now = time.now();
        for (var stored : records.due(now, CANDIDATES)) {
            var record = stored.record();
            var taken = record.taken(now.plus(hold));
            if (records.replace(stored, taken)) {
                return Optional.of(new Taken(record.untold().getFirst(), taken.attempts()));
            }
        }
        return Optional.empty();
    }

    @Override
    public void told(Taken taken) {
        change(taken, AlertRecord::told);
    }

    @Override
    public void postpone(Taken taken, Duration wait) {
        change(taken, (record, now) -> record.postponed(now.plus(wait)));
    }

    private void change(Taken taken, BiFunction<AlertRecord, Instant, AlertRecord> change) {
        Optional<Stored> stored;
        do {
            stored = records.find(taken.event().alert().id()).filter(it -> holds(it, taken));
        } while (stored.isPresent()
                && !records.replace(stored.get(), change.apply(stored.get().record(), time.now())));
    }

    private static boolean holds(Stored stored, Taken taken) {
        var record = stored.record();
        return !record.untold().isEmpty()
                && record.untold().getFirst().id().equals(taken.event().id())
                && record.attempts() == taken.attempts();
    }
}
