package dev.balancerdeployer.coordination.mongo;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.coordination.ItsPath;
import dev.balancerdeployer.coordination.ItsValue;
import dev.balancerdeployer.coordination.ItsValues;
import dev.balancerdeployer.coordination.Page;
import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.store.Cursor;
import dev.balancerdeployer.store.Documents;
import dev.balancerdeployer.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * One small document a path, which is also the newest line of its history, and a collection of the
 * earlier lines that only grows (SPEC C4). A line is filed before the next version takes its place,
 * so readers look at the document first, then at what is filed, and never find a gap.
 */
final class MongoItsValues implements ItsValues {

    private final Documents values;
    private final Documents reads;
    private final Documents lines;
    private final ItsWriter writer;
    private final DatabaseTime time;

    MongoItsValues(Store store, DatabaseTime time) {
        this.reads = store.collection("its");
        this.values = store.collection("its").withRevIndex();
        this.lines = store.collection("its_history");
        this.writer = new ItsWriter(values, lines);
        this.time = time;
    }

    @Override
    public Optional<ItsValue> find(ItsPath path) {
        return live(path, newest(path));
    }

    @Override
    public Optional<ItsValue> findLinearizable(ItsPath path, Duration limit) {
        var found = reads.within(limit).findLinearizable(path.value());
        return live(path, found.map(ItsDocument::new));
    }

    @Override
    public Outcome create(ItsPath path, String json, Actor author, @Nullable String comment) {
        return change(path, MongoItsValues::exists, value(path, json, author, comment));
    }

    @Override
    public Outcome createFirst(ItsPath path, String json, Actor author, @Nullable String comment) {
        return change(path, MongoItsValues::existed, value(path, json, author, comment));
    }

    @Override
    public Outcome replace(
            ItsPath path, long expected, String json, Actor author, @Nullable String comment) {
        return change(path, it -> notAt(expected, it), value(path, json, author, comment));
    }

    @Override
    public Outcome delete(ItsPath path, long expected, Actor author, @Nullable String comment) {
        return change(
                path,
                it -> notAt(expected, it),
                (version, at) -> ItsValue.tombstone(path, version, author.name(), comment, at));
    }

    @Override
    public long advance(ItsPath path, long number, Actor author) {
        var json = Long.toString(number);
        var moved = change(path, it -> notBehind(number, it), value(path, json, author, null));
        return moved instanceof Outcome.Stale ahead ? ahead.current() : number;
    }

    /** Says the number in the place of the version. */
    private static Optional<Outcome> notBehind(long number, @Nullable ItsValue now) {
        return now == null || now.deleted() || now.number() < number
                ? Optional.empty()
                : Optional.of(new Outcome.Stale(now.number()));
    }

    @Override
    public Optional<Page<ItsValue>> history(ItsPath path, PageRequest page) {
        var list = "its/" + path;
        var before = page.after() == null ? Long.MAX_VALUE : Cursor.parseNumber(list, page.after());
        return newest(path)
                .map(newest -> {
                    var to = Math.min(newest.version(), before - 1);
                    var from = Math.max(1, to - page.limit() + 1);
                    return new Page<>(
                            versions(path, newest, from, to),
                            from > 1 && from <= to ? Cursor.of(list, from) : null);
                });
    }

    /** The document was read first; a line that moved since is in both. */
    private List<ItsValue> versions(ItsPath path, ItsDocument newest, long from, long to) {
        var found = new ArrayList<ItsValue>();
        if (to == newest.version()) {
            found.add(newest.toDomain(path));
        }
        var ids =
                LongStream.rangeClosed(from, Math.min(to, newest.version() - 1))
                        .mapToObj(it -> ItsDocument.lineId(path, it))
                        .toList();
        if (!ids.isEmpty()) {
            var filter = new Document("_id", new Document("$in", ids));
            var order = new Document("version", -1);
            for (var line : lines.list(filter, order, ids.size())) {
                found.add(new ItsDocument(line).toDomain(path));
            }
        }
        if (found.size() != Math.max(0, to - from + 1)) {
            throw new IllegalStateException("the history of %s has a gap".formatted(path));
        }
        return found;
    }

    /**
     * Tries until the change is in or refused. Every round that fails is one in which somebody else
     * changed the value.
     */
    private Outcome change(ItsPath path, Expectation expectation, NextVersion next) {
        var attempt = UUID.randomUUID().toString();
        while (true) {
            var newest = newest(path).orElse(null);
            var refusal = expectation.refusal(newest == null ? null : newest.toDomain(path));
            if (refusal.isPresent()) {
                return refusal.get();
            }
            var value =
                    newest == null
                            ? next.of(1, now())
                            : next.of(newest.version() + 1, nowAfter(newest.toDomain(path)));
            if (writer.write(path, newest, ItsDocument.of(value, attempt), attempt)) {
                return new Outcome.Saved(value);
            }
        }
    }

    private Optional<ItsDocument> newest(ItsPath path) {
        return reads.find(path.value()).map(ItsDocument::new);
    }

    private Instant now() {
        return time.now().truncatedTo(ChronoUnit.MILLIS);
    }

    private Instant nowAfter(ItsValue previous) {
        var now = now();
        return now.isBefore(previous.updatedAt()) ? previous.updatedAt() : now;
    }

    private static Optional<ItsValue> live(ItsPath path, Optional<ItsDocument> found) {
        return found.map(it -> it.toDomain(path)).filter(it -> !it.deleted());
    }

    private static NextVersion value(
            ItsPath path, String json, Actor author, @Nullable String comment) {
        return (version, at) ->
                new ItsValue(path, json, version, author.name(), comment, at, false);
    }

    private static Optional<Outcome> exists(@Nullable ItsValue now) {
        return now == null || now.deleted() ? Optional.empty() : existed(now);
    }

    private static Optional<Outcome> existed(@Nullable ItsValue now) {
        return Optional.ofNullable(now).map(it -> new Outcome.Exists(it.version()));
    }

    private static Optional<Outcome> notAt(long expected, @Nullable ItsValue now) {
        if (now == null || now.deleted()) {
            return Optional.of(new Outcome.Missing());
        }
        return now.version() == expected
                ? Optional.empty()
                : Optional.of(new Outcome.Stale(now.version()));
    }

    /** Judges the value as it is; null: the path never was. */
    private interface Expectation {
        Optional<Outcome> refusal(@Nullable ItsValue now);
    }

    /** The wanted value. */
    private interface NextVersion {
        ItsValue of(long version, Instant at);
    }
}
