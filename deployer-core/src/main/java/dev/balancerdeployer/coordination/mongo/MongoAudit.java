package dev.balancerdeployer.coordination.mongo;

import dev.balancerdeployer.coordination.Audit;
import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.coordination.Page;
import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.coordination.StoreUnavailable;
import dev.balancerdeployer.store.Cursor;
import dev.balancerdeployer.store.Documents;
import dev.balancerdeployer.store.SharedWrites;
import dev.balancerdeployer.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** A collection that is only ever inserted into (SPEC C9). */
final class MongoAudit implements Audit {

    private static final String LIST = "audit";
    private static final Document NEWEST_FIRST =
            new Document(AuditDocument.AT, -1).append("_id", -1);

    /** How long one send of entries may take; there are two. */
    private static final Duration SEND = Duration.ofSeconds(5);

    private final Documents entries;
    private final Documents records;
    private final DatabaseTime time;
    private final String process = UUID.randomUUID().toString();
    private final AtomicLong recorded = new AtomicLong();

    private final SharedWrites<Entry> together = new SharedWrites<>(this::store);

    MongoAudit(Store store, DatabaseTime time) {
        this.entries =
                store.collection("audit")
                        .withIndex(AuditDocument.AT, "_id")
                        .withIndex(AuditDocument.TARGET, AuditDocument.AT, "_id");
        this.records = entries.within(SEND);
        this.time = time;
    }

    @Override
    public void record(Entry entry) {
        together.write(entry);
    }

    private void store(List<Entry> some) {
        var now = time.now();
        var documents =
                some.stream().map(it -> AuditDocument.of(nextId(), now, it).fields()).toList();
        // what exists is an earlier send of this very insert: no other has these ids
        try {
            records.insertAll(documents);
        } catch (StoreUnavailable _) {
            records.insertAll(documents); // each caller would come again as a second entry
        }
    }

    /** Unique, and within one process in the order of recording. */
    private String nextId() {
        return "%s-%016x".formatted(process, recorded.incrementAndGet());
    }

    @Override
    public Page<Recorded> find(Filter filter, PageRequest page) {
        var after = page.after() == null ? null : Place.parse(page.after());
        var found =
                entries.list(filter(filter, after), NEWEST_FIRST, page.limit() + 1).stream()
                        .map(AuditDocument::new)
                        .toList();
        return Cursor.page(found, page, it -> new Place(it.at(), it.id()).cursor())
                .map(AuditDocument::toDomain);
    }

    private static Document filter(Filter filter, @Nullable Place after) {
        var conditions = new Document();
        append(conditions, AuditDocument.ACTOR, filter.actor());
        append(conditions, AuditDocument.TARGET, filter.target());
        append(conditions, AuditDocument.ACTION, filter.action());
        var at = new Document();
        append(at, "$gte", date(filter.since()));
        append(at, "$lt", date(filter.until()));
        if (after != null) {
            at.append("$lte", Date.from(after.at()));
            conditions.append("$or", after.older());
        }
        return at.isEmpty() ? conditions : conditions.append(AuditDocument.AT, at);
    }

    private static void append(Document to, String key, @Nullable Object value) {
        if (value != null) {
            to.append(key, value);
        }
    }

    private static @Nullable Date date(@Nullable Instant instant) {
        return instant == null ? null : Date.from(instant);
    }

    /** Where a page ended. */
    private record Place(Instant at, String id) {

        static Place parse(String cursor) {
            var parts = Cursor.parse(LIST, cursor, 2);
            try {
                return new Place(
                        Instant.ofEpochMilli(Long.parseLong(parts.getFirst())), parts.getLast());
            } catch (NumberFormatException _) {
                throw Cursor.refused();
            }
        }

        String cursor() {
            return Cursor.of(LIST, at.toEpochMilli(), id);
        }

        List<Document> older() {
            var time = Date.from(at);
            return List.of(
                    new Document(AuditDocument.AT, new Document("$lt", time)),
                    new Document(AuditDocument.AT, time).append("_id", new Document("$lt", id)));
        }
    }
}
