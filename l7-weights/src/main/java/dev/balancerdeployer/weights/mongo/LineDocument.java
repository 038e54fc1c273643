package dev.balancerdeployer.weights.mongo;

import dev.balancerdeployer.weights.Cause;
import dev.balancerdeployer.weights.ConfigId;
import dev.balancerdeployer.weights.Line;
import dev.balancerdeployer.weights.SafetyRule;
import java.util.Date;
import java.util.TreeSet;
import org.bson.Document;

/** A line of history, as it is stored in a config and on its own. */
record LineDocument(Document fields) {

    static LineDocument of(Line line) {
        return new LineDocument(
                new Document("version", line.version())
                        .append("attempt", line.attempt())
                        .append("values", Rows.ofPoints(line.values()))
                        .append("effective", Rows.ofPoints(line.effective()))
                        .append("cause", line.cause().name())
                        .append("author", line.author())
                        .append("comment", line.comment())
                        .append(
                                "overrides",
                                line.overrides().stream().map(SafetyRule::name).toList())
                        .append("at", Date.from(line.at())));
    }

    Line toDomain(ConfigId config) {
        var overrides = new TreeSet<SafetyRule>();
        fields.getList("overrides", String.class)
                .forEach(it -> overrides.add(SafetyRule.valueOf(it)));
        return new Line(
                config,
                fields.getLong("version"),
                fields.getString("attempt"),
                Rows.toPoints(fields.getList("values", Document.class)),
                Rows.toPoints(fields.getList("effective", Document.class)),
                Cause.valueOf(fields.getString("cause")),
                fields.getString("author"),
                fields.getString("comment"),
                overrides,
                fields.getDate("at").toInstant());
    }
}
