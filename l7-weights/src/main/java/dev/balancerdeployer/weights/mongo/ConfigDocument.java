package dev.balancerdeployer.weights.mongo;

import dev.balancerdeployer.store.Documents;
import dev.balancerdeployer.weights.ConfigId;
import dev.balancerdeployer.weights.ConfigRecord;
import dev.balancerdeployer.weights.ConfigRecord.Keyed;
import dev.balancerdeployer.weights.ConfigRecord.Pending;
import dev.balancerdeployer.weights.IdempotencyKey;
import dev.balancerdeployer.weights.Shift;
import dev.balancerdeployer.weights.Weight;
import dev.balancerdeployer.weights.WeightsConfig;
import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import org.bson.Document;

/** A config, as it is stored; {@code nextEnd} is when the first of its shifts is over. */
record ConfigDocument(Document fields) {

    static final String VERSION = "version";
    static final String NEXT_END = "nextEnd";

    static ConfigDocument of(ConfigRecord record) {
        var config = record.config();
        var nextEnd =
                config.shifts().stream()
                        .map(Shift::expiresAt)
                        .min(Comparator.<Instant>naturalOrder())
                        .orElse(null);
        return new ConfigDocument(
                new Document("_id", config.id().value())
                        .append(VERSION, config.version())
                        .append("defaults", Rows.of(config.defaults(), Weight::millionths))
                        .append("values", Rows.ofPoints(config.values()))
                        .append("safety", SafetyDocument.of(config.safety()).fields())
                        .append(
                                "shifts",
                                config.shifts().stream()
                                        .map(it -> ShiftDocument.of(it).fields())
                                        .toList())
                        .append(NEXT_END, nextEnd == null ? null : Date.from(nextEnd))
                        .append("at", Date.from(record.updatedAt()))
                        .append("by", record.updatedBy())
                        .append("comment", record.comment())
                        .append(
                                "pending",
                                record.pending().stream().map(ConfigDocument::pending).toList()));
    }

    private static Document pending(Pending change) {
        var line = change.line();
        var ended = change.ended();
        var keyed = change.keyed();
        return new Document("attempt", change.attempt())
                .append(VERSION, change.version())
                .append("line", line == null ? null : LineDocument.of(line).fields())
                .append("ended", ended == null ? null : ShiftDocument.of(ended).fields())
                .append("key", keyed == null ? null : keyed.key().key())
                .append("digest", keyed == null ? null : keyed.key().digest())
                .append(
                        "answer",
                        keyed == null ? null : AnswerDocument.of(keyed.answer()).fields());
    }

    ConfigRecord toDomain() {
        var id = new ConfigId(fields.getString("_id"));
        var config =
                new WeightsConfig(
                        id,
                        fields.getLong(VERSION),
                        Rows.toDomain(
                                fields.getList("defaults", Document.class),
                                Long.class,
                                Weight::new),
                        Rows.toPoints(fields.getList("values", Document.class)),
                        new SafetyDocument(fields.get("safety", Document.class)).toDomain(),
                        fields.getList("shifts", Document.class).stream()
                                .map(it -> new ShiftDocument(it).toDomain())
                                .toList());
        return new ConfigRecord(
                config,
                fields.getLong(Documents.REV),
                fields.getDate("at").toInstant(),
                fields.getString("by"),
                fields.getString("comment"),
                fields.getList("pending", Document.class).stream()
                        .map(it -> pending(id, it))
                        .toList());
    }

    private static Pending pending(ConfigId id, Document change) {
        var line = change.get("line", Document.class);
        var ended = change.get("ended", Document.class);
        var key = change.getString("key");
        return new Pending(
                change.getString("attempt"),
                change.getLong(VERSION),
                line == null ? null : new LineDocument(line).toDomain(id),
                ended == null ? null : new ShiftDocument(ended).toDomain(),
                key == null
                        ? null
                        : new Keyed(
                                new IdempotencyKey(key, change.getString("digest")),
                                new AnswerDocument(change.get("answer", Document.class))
                                        .toDomain(id)));
    }
}
