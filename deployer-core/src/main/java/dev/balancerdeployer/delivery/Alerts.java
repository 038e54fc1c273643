package dev.balancerdeployer.delivery;

import dev.balancerdeployer.coordination.Page;
import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.delivery.AlertRecords.Filter;
import dev.balancerdeployer.delivery.AlertRecords.Position;
import dev.balancerdeployer.store.Cursor;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Alerts for readers (SPEC D15). Thread-safe; writes nothing. */
public final class Alerts implements AlertCounts {

    private static final String LIST = "alerts";

    private final AlertRecords records;

    Alerts(AlertRecords records) {
        this.records = records;
    }

    /**
     * Newest first.
     *
     * @param state null: any
     * @param kind null: any
     */
    public Page<Alert> list(
            Alert.@Nullable State state, @Nullable AlertKind kind, PageRequest page) {
        var after = page.after() == null ? null : position(page.after());
        var found = records.list(new Filter(state, kind), after, page.limit() + 1);
        return Cursor.page(found, page, it -> Cursor.of(LIST, it.since().toEpochMilli(), it.id()));
    }

    @Override
    public Map<AlertKind, Integer> firing() {
        var counts = new EnumMap<AlertKind, Integer>(AlertKind.class);
        for (var kind : AlertKind.values()) {
            counts.put(kind, 0);
        }
        records.firing().forEach(it -> counts.merge(it.record().alert().kind(), 1, Integer::sum));
        return counts;
    }

    /** Where it is written what to do about a kind. */
    public static String runbook(AlertKind kind) {
        return "docs/operations.md#" + kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Position position(String after) {
        var key = Cursor.parse(LIST, after, 2);
        try {
            return new Position(
                    Instant.ofEpochMilli(Long.parseLong(key.getFirst())),
                    new AlertId(key.getLast()));
        } catch (IllegalArgumentException | DateTimeException _) {
            throw Cursor.refused();
        }
    }
}
