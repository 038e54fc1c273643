package dev.balancerdeployer.weights.mongo;

import dev.balancerdeployer.weights.Answer;
import dev.balancerdeployer.weights.ConfigId;
import dev.balancerdeployer.weights.Weight;
import org.bson.Document;

/** An answer, as it is stored with its key. */
record AnswerDocument(Document fields) {

    static AnswerDocument of(Answer answer) {
        var common =
                new Document("before", answer.before())
                        .append("version", answer.version())
                        .append("published", answer.published());
        return new AnswerDocument(
                switch (answer) {
                    case Answer.Stepped it ->
                            common.append("kind", "STEPPED")
                                    .append("attempts", it.attempts())
                                    .append("changed", it.changed())
                                    .append("old", Rows.ofPoints(it.old()))
                                    .append("now", Rows.ofPoints(it.now()))
                                    .append("effective", Rows.ofPoints(it.effective()));
                    case Answer.Saved it ->
                            common.append("kind", "SAVED")
                                    .append("defaults", Rows.of(it.defaults(), Weight::millionths))
                                    .append("safety", SafetyDocument.of(it.safety()).fields());
                    case Answer.Shifted it ->
                            common.append("kind", "SHIFTED")
                                    .append("shift", ShiftDocument.of(it.shift()).fields());
                });
    }

    Answer toDomain(ConfigId config) {
        var before = fields.getLong("before");
        var version = fields.getLong("version");
        var published = fields.getLong("published");
        return switch (fields.getString("kind")) {
            case "STEPPED" ->
                    new Answer.Stepped(
                            config,
                            before,
                            version,
                            fields.getInteger("attempts"),
                            fields.getBoolean("changed"),
                            Rows.toPoints(fields.getList("old", Document.class)),
                            Rows.toPoints(fields.getList("now", Document.class)),
                            Rows.toPoints(fields.getList("effective", Document.class)),
                            published,
                            false);
            case "SAVED" ->
                    new Answer.Saved(
                            config,
                            before,
                            version,
                            Rows.toDomain(
                                    fields.getList("defaults", Document.class),
                                    Long.class,
                                    Weight::new),
                            new SafetyDocument(fields.get("safety", Document.class)).toDomain(),
                            published);
            case "SHIFTED" ->
                    new Answer.Shifted(
                            config,
                            before,
                            version,
                            new ShiftDocument(fields.get("shift", Document.class)).toDomain(),
                            published);
            case String kind -> throw new IllegalStateException("an answer of kind " + kind);
        };
    }
}
