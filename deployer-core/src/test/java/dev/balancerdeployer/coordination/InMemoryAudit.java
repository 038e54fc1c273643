package dev.balancerdeployer.coordination;

import dev.balancerdeployer.store.Cursor;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An audit log that ends with the test. Thread-safe. */
public final class InMemoryAudit implements Audit {

    private final DatabaseTime time;
    private final List<Numbered> entries = new ArrayList<>();

    public InMemoryAudit(DatabaseTime time) {
        this.time = time;
    }

    /** All of them, in the order of recording. */
    public synchronized List<Recorded> entries() {
        return entries.stream().map(Numbered::recorded).toList();
    }

    @Override
    public synchronized void record(Entry entry) {
        var at = time.now().truncatedTo(ChronoUnit.MILLIS);
        entries.add(new Numbered(entries.size(), new Recorded(at, entry)));
    }

    @Override
    public synchronized Page<Recorded> find(Filter filter, PageRequest page) {
        var after = page.after() == null ? null : place(page.after());
        var found =
                entries.stream()
                        .sorted(Numbered.OLDEST_FIRST.reversed())
                        .filter(it -> matches(filter, it.recorded()))
                        .filter(it -> after == null || it.isOlderThan(after))
                        .limit(page.limit() + 1L)
                        .toList();
        return Cursor.page(found, page, Numbered::cursor).map(Numbered::recorded);
    }

    private static List<Long> place(String cursor) {
        try {
            return Cursor.parse("audit", cursor, 2).stream().map(Long::valueOf).toList();
        } catch (NumberFormatException _) {
            throw Cursor.refused();
        }
    }

    private static boolean matches(Filter filter, Recorded recorded) {
        var entry = recorded.entry();
        return is(filter.actor(), entry.actor().name())
                && is(filter.target(), entry.target())
                && is(filter.action(), entry.action())
                && (filter.since() == null || !recorded.at().isBefore(filter.since()))
                && (filter.until() == null || recorded.at().isBefore(filter.until()));
    }

    private static boolean is(@Nullable String wanted, String actual) {
        return wanted == null || wanted.equals(actual);
    }

    private record Numbered(int number, Recorded recorded) {

        static final Comparator<Numbered> OLDEST_FIRST =
                Comparator.comparing(Numbered::at).thenComparingInt(Numbered::number);

        Instant at() {
            return recorded.at();
        }

        boolean isOlderThan(List<Long> place) {
            var millis = at().toEpochMilli();
            return millis < place.getFirst()
                    || (millis == place.getFirst() && number < place.getLast());
        }

        String cursor() {
            return Cursor.of("audit", at().toEpochMilli(), number);
        }
    }
}
