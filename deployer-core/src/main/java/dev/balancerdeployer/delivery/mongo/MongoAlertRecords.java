package dev.balancerdeployer.delivery.mongo;

import dev.balancerdeployer.delivery.Alert;
import dev.balancerdeployer.delivery.AlertEvent;
import dev.balancerdeployer.delivery.AlertId;
import dev.balancerdeployer.delivery.AlertKind;
import dev.balancerdeployer.delivery.AlertRecord;
import dev.balancerdeployer.delivery.AlertRecords;
import dev.balancerdeployer.delivery.LocationId;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.store.Cas;
import dev.balancerdeployer.store.Documents;
import dev.balancerdeployer.store.Store;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** One document an alert in {@code delivery_alerts}; {@code _id} is the alert's. */
final class MongoAlertRecords implements AlertRecords {

    private static final Document NEWEST_FIRST = new Document("since", -1).append("_id", -1);
    private static final String RESOLVED_AT = "resolvedAt";
    private static final String UNTOLD = "untold";
    private static final String SOME_UNTOLD = UNTOLD + ".0";
    private static final Document EXISTS = new Document("$exists", true);
    private static final String DUE_AT = "dueAt";

    private final Documents alerts;

    MongoAlertRecords(Store store) {
        this.alerts = store.collection("delivery_alerts").withRevIndex();
    }

    @Override
    public Optional<Stored> find(AlertId alert) {
        return alerts.find(alert.value()).map(MongoAlertRecords::stored);
    }

    @Override
    public List<Stored> firing() {
        return list(new Document(RESOLVED_AT, null), NEWEST_FIRST, 0);
    }

    @Override
    public List<Stored> due(Instant now, int limit) {
        return list(
                new Document(SOME_UNTOLD, EXISTS)
                        .append(DUE_AT, new Document("$lte", Date.from(now))),
                new Document(DUE_AT, 1).append("_id", 1),
                limit);
    }

    @Override
    public Optional<Stored> latest(String key) {
        return list(new Document("key", key), new Document("number", -1), 1).stream().findFirst();
    }

    @Override
    public boolean insert(AlertRecord record) {
        return alerts.insert(document(record).append(Documents.REV, 1L));
    }

    /** No match on a send that the driver repeated is no defeat: then ours is what is stored. */
    @Override
    public boolean replace(Stored before, AlertRecord after) {
        var id = after.alert().id();
        return alerts.replace(Cas.at(id.value(), before.rev()), document(after))
                || find(id).filter(new Stored(after, before.rev() + 1)::equals).isPresent();
    }

    @Override
    public List<Alert> list(Filter filter, @Nullable Position after, int limit) {
        var conditions = new Document();
        if (filter.kind() != null) {
            conditions.append("kind", filter.kind().name());
        }
        if (filter.state() != null) {
            conditions.append(
                    RESOLVED_AT,
                    switch (filter.state()) {
                        case FIRING -> null;
                        case RESOLVED -> new Document("$ne", null);
                    });
        }
        if (after != null) {
            var at = Date.from(after.since());
            conditions.append(
                    "$or",
                    List.of(
                            new Document("since", new Document("$lt", at)),
                            new Document("since", at)
                                    .append("_id", new Document("$lt", after.id().value()))));
        }
        return list(conditions, NEWEST_FIRST, limit).stream()
                .map(it -> it.record().alert())
                .toList();
    }

    @Override
    public long forget(Instant resolvedBefore) {
        var old = new Document(RESOLVED_AT, new Document("$lt", Date.from(resolvedBefore)));
        var untold = alerts.delete(new Document(old).append(SOME_UNTOLD, EXISTS));
        alerts.delete(old);
        return untold;
    }

    private List<Stored> list(Document filter, Document sort, int limit) {
        return alerts.list(filter, sort, limit).stream().map(MongoAlertRecords::stored).toList();
    }

    private static Document document(AlertRecord record) {
        return alert(record.alert())
                .append("_id", record.alert().id().value())
                .append("key", record.key())
                .append("number", record.number())
                .append("remindAt", Date.from(record.remindAt()))
                .append(
                        UNTOLD,
                        record.untold().stream()
                                .map(it ->
                                        alert(it.alert())
                                                .append("id", it.id())
                                                .append("event", it.kind().name()))
                                .toList())
                .append("attempts", record.attempts())
                .append(DUE_AT, Date.from(record.dueAt()));
    }

    private static Document alert(Alert alert) {
        var namespace = alert.namespace();
        var location = alert.location();
        var resolvedAt = alert.resolvedAt();
        return new Document("kind", alert.kind().name())
                .append("namespace", namespace == null ? null : namespace.value())
                .append("location", location == null ? null : location.value())
                .append("since", Date.from(alert.since()))
                .append(RESOLVED_AT, resolvedAt == null ? null : Date.from(resolvedAt))
                .append("summary", alert.summary());
    }

    private static Stored stored(Document fields) {
        var id = new AlertId(fields.getString("_id"));
        return new Stored(
                new AlertRecord(
                        toAlert(id, fields),
                        fields.getString("key"),
                        fields.getInteger("number"),
                        fields.getDate("remindAt").toInstant(),
                        fields.getList(UNTOLD, Document.class).stream()
                                .map(it ->
                                        new AlertEvent(
                                                it.getString("id"),
                                                AlertEvent.Kind.valueOf(it.getString("event")),
                                                toAlert(id, it)))
                                .toList(),
                        fields.getInteger("attempts"),
                        fields.getDate(DUE_AT).toInstant()),
                fields.getLong(Documents.REV));
    }

    private static Alert toAlert(AlertId id, Document fields) {
        var namespace = fields.getString("namespace");
        var location = fields.getString("location");
        var resolvedAt = fields.getDate(RESOLVED_AT);
        return new Alert(
                id,
                AlertKind.valueOf(fields.getString("kind")),
                namespace == null ? null : new NamespaceId(namespace),
                location == null ? null : new LocationId(location),
                fields.getDate("since").toInstant(),
                resolvedAt == null ? null : resolvedAt.toInstant(),
                fields.getString("summary"));
    }
}
