package dev.balancerdeployer.coordination;

import dev.balancerdeployer.store.Cursor;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** ITS values that end with the test. Thread-safe. */
public final class InMemoryItsValues implements ItsValues {

    private final DatabaseTime time;
    private final Map<ItsPath, List<ItsValue>> versions = new HashMap<>();
    private boolean unavailable;

    public InMemoryItsValues(DatabaseTime time) {
        this.time = time;
    }

    /** From now on every call throws {@link StoreUnavailable}, or no longer does. */
    public synchronized void unavailable(boolean now) {
        unavailable = now;
    }

    @Override
    public Optional<ItsValue> find(ItsPath path) {
        return Optional.ofNullable(newest(path)).filter(it -> !it.deleted());
    }

    @Override
    public Optional<ItsValue> findLinearizable(ItsPath path, Duration limit) {
        return find(path);
    }

    @Override
    public synchronized Outcome create(
            ItsPath path, String json, Actor author, @Nullable String comment) {
        var now = newest(path);
        return now == null || now.deleted()
                ? add(path, it -> value(it, json, author, comment))
                : new Outcome.Exists(now.version());
    }

    @Override
    public synchronized Outcome createFirst(
            ItsPath path, String json, Actor author, @Nullable String comment) {
        var now = newest(path);
        return now == null
                ? add(path, it -> value(it, json, author, comment))
                : new Outcome.Exists(now.version());
    }

    @Override
    public synchronized Outcome replace(
            ItsPath path, long expected, String json, Actor author, @Nullable String comment) {
        return notAt(path, expected)
                .orElseGet(() -> add(path, it -> value(it, json, author, comment)));
    }

    @Override
    public synchronized Outcome delete(
            ItsPath path, long expected, Actor author, @Nullable String comment) {
        return notAt(path, expected)
                .orElseGet(() ->
                        add(
                                path,
                                it ->
                                        ItsValue.tombstone(
                                                path,
                                                it.version(),
                                                author.name(),
                                                comment,
                                                it.at())));
    }

    @Override
    public synchronized long advance(ItsPath path, long number, Actor author) {
        var now = newest(path);
        if (now != null && !now.deleted() && now.number() >= number) {
            return now.number();
        }
        add(path, it -> value(it, Long.toString(number), author, null));
        return number;
    }

    @Override
    public synchronized Optional<Page<ItsValue>> history(ItsPath path, PageRequest page) {
        var list = "its/" + path;
        var before = page.after() == null ? Long.MAX_VALUE : Cursor.parseNumber(list, page.after());
        if (newest(path) == null) {
            return Optional.empty();
        }
        var found =
                versions.getOrDefault(path, List.of()).reversed().stream()
                        .filter(it -> it.version() < before)
                        .limit(page.limit() + 1L)
                        .toList();
        return Optional.of(Cursor.page(found, page, it -> Cursor.of(list, it.version())));
    }

    private synchronized @Nullable ItsValue newest(ItsPath path) {
        if (unavailable) {
            throw new StoreUnavailable("its is unavailable", new IllegalStateException("test"));
        }
        var found = versions.get(path);
        return found == null ? null : found.getLast();
    }

    private Optional<Outcome> notAt(ItsPath path, long expected) {
        var now = newest(path);
        if (now == null || now.deleted()) {
            return Optional.of(new Outcome.Missing());
        }
        return now.version() == expected
                ? Optional.empty()
                : Optional.of(new Outcome.Stale(now.version()));
    }

    private Outcome add(ItsPath path, Function<Next, ItsValue> of) {
        var last = newest(path);
        var now = time.now().truncatedTo(ChronoUnit.MILLIS);
        var next =
                last == null
                        ? new Next(path, 1, now)
                        : new Next(
                                path,
                                last.version() + 1,
                                now.isBefore(last.updatedAt()) ? last.updatedAt() : now);
        var value = of.apply(next);
        versions.computeIfAbsent(path, _ -> new ArrayList<>()).add(value);
        return new Outcome.Saved(value);
    }

    private static ItsValue value(Next next, String json, Actor author, @Nullable String comment) {
        return new ItsValue(
                next.path(), json, next.version(), author.name(), comment, next.at(), false);
    }

    private record Next(ItsPath path, long version, Instant at) {}
}
