package dev.balancerdeployer.weights;

import dev.balancerdeployer.coordination.Page;
import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.store.Cursor;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The shifts of a config: active, just ended, and filed. The config is read first. */
record Shifts(Stores stores) {

    /** How long ended ones are listed (API.md section 5). */
    static final Duration KEPT = Duration.ofDays(30);

    private static final Comparator<Shift> NEWEST_FIRST =
            Comparator.comparing(Shift::createdAt).thenComparing(it -> it.id().value()).reversed();

    Optional<Shift> find(ConfigRecord record, ShiftId id) {
        return record.config()
                .shift(id)
                .or(() -> justEnded(record).stream().filter(it -> it.id().equals(id)).findFirst())
                .or(() -> stores.ended().find(record.config().id(), id));
    }

    /** Why a shift that is not active cannot be changed. */
    Refusal unknown(ConfigRecord record, Change change) {
        var ended =
                switch (change) {
                    case Change.ExtendShift it -> find(record, it.shift());
                    case Change.CancelShift it -> find(record, it.shift());
                    case Change.Set _,
                            Change.PutValues _,
                            Change.PutConfig _,
                            Change.Revert _,
                            Change.StartShift _ ->
                            Optional.<Shift>empty();
                };
        return ended.<Refusal>map(Refusal.ShiftEnded::new).orElseGet(Refusal.UnknownShift::new);
    }

    Page<Shift> list(ConfigRecord record, PageRequest page) {
        var list = "l7heavy/" + record.config().id() + "/shifts";
        var all = new LinkedHashMap<ShiftId, Shift>();
        record.config().shifts().forEach(it -> all.put(it.id(), it));
        justEnded(record).forEach(it -> all.putIfAbsent(it.id(), it));
        var since = stores.time().now().minus(KEPT);
        stores.ended()
                .since(record.config().id(), since)
                .forEach(it -> all.putIfAbsent(it.id(), it));
        var after = page.after() == null ? null : Cursor.parse(list, page.after(), 2);
        var found =
                all.values().stream()
                        .sorted(NEWEST_FIRST)
                        .filter(it -> after == null || isAfter(it, after))
                        .limit(page.limit() + 1L)
                        .toList();
        return Cursor.page(
                found, page, it -> Cursor.of(list, it.createdAt().toEpochMilli(), it.id()));
    }

    private static boolean isAfter(Shift shift, List<String> cursor) {
        try {
            var time =
                    Long.compare(
                            shift.createdAt().toEpochMilli(), Long.parseLong(cursor.getFirst()));
            return time < 0 || (time == 0 && shift.id().value().compareTo(cursor.getLast()) < 0);
        } catch (NumberFormatException _) {
            throw Cursor.refused();
        }
    }

    private static List<Shift> justEnded(ConfigRecord record) {
        return record.pending().stream()
                .map(ConfigRecord.Pending::ended)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }
}
