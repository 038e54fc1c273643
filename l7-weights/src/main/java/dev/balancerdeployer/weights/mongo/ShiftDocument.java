package dev.balancerdeployer.weights.mongo;

import dev.balancerdeployer.weights.Component;
import dev.balancerdeployer.weights.Location;
import dev.balancerdeployer.weights.Shift;
import dev.balancerdeployer.weights.ShiftId;
import java.util.Date;
import java.util.TreeSet;
import org.bson.Document;

/** A shift, as it is stored in a config and, when it is over, on its own. */
record ShiftDocument(Document fields) {

    static ShiftDocument of(Shift shift) {
        var ended = shift.endedAt();
        return new ShiftDocument(
                new Document("id", shift.id().value())
                        .append("away", shift.away().stream().map(Location::value).toList())
                        .append(
                                "components",
                                shift.components().stream().map(Component::value).toList())
                        .append("named", shift.named())
                        .append("state", shift.state().name())
                        .append("createdAt", Date.from(shift.createdAt()))
                        .append("expiresAt", Date.from(shift.expiresAt()))
                        .append("endedAt", ended == null ? null : Date.from(ended))
                        .append("reason", shift.reason())
                        .append("createdBy", shift.createdBy()));
    }

    Shift toDomain() {
        var away = new TreeSet<Location>();
        fields.getList("away", String.class).forEach(it -> away.add(new Location(it)));
        var components = new TreeSet<Component>();
        fields.getList("components", String.class).forEach(it -> components.add(new Component(it)));
        var ended = fields.getDate("endedAt");
        return new Shift(
                new ShiftId(fields.getString("id")),
                away,
                components,
                fields.getBoolean("named"),
                Shift.State.valueOf(fields.getString("state")),
                fields.getDate("createdAt").toInstant(),
                fields.getDate("expiresAt").toInstant(),
                ended == null ? null : ended.toInstant(),
                fields.getString("reason"),
                fields.getString("createdBy"));
    }
}
