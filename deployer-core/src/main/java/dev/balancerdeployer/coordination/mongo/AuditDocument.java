package dev.balancerdeployer.coordination.mongo;

import static java.util.Objects.requireNonNull;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.Audit.Entry;
import dev.balancerdeployer.coordination.Audit.Outcome;
import dev.balancerdeployer.coordination.Audit.Recorded;
import java.time.Instant;
import java.util.Date;
import org.bson.Document;

/** How an entry is stored in {@code audit}; {@code _id} orders entries of one millisecond. */
record AuditDocument(Document fields) {

    static final String AT = "at";
    static final String ACTOR = "actor";
    static final String ACTION = "action";
    static final String TARGET = "target";

    static AuditDocument of(String id, Instant at, Entry entry) {
        return new AuditDocument(
                new Document("_id", id)
                        .append(AT, Date.from(at))
                        .append(ACTOR, entry.actor().name())
                        .append("address", entry.actor().address())
                        .append(ACTION, entry.action())
                        .append(TARGET, entry.target())
                        .append("beforeVersion", entry.beforeVersion())
                        .append("afterVersion", entry.afterVersion())
                        .append("reason", entry.reason())
                        .append("outcome", entry.outcome().name())
                        .append("problem", entry.problem()));
    }

    Recorded toDomain() {
        return new Recorded(
                at(),
                new Entry(
                        new Actor(text(ACTOR), fields.getString("address")),
                        text(ACTION),
                        text(TARGET),
                        fields.getLong("beforeVersion"),
                        fields.getLong("afterVersion"),
                        fields.getString("reason"),
                        Outcome.valueOf(text("outcome")),
                        fields.getString("problem")));
    }

    String id() {
        return text("_id");
    }

    Instant at() {
        return fields.getDate(AT).toInstant();
    }

    private String text(String name) {
        return requireNonNull(fields.getString(name));
    }
}
