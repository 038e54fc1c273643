package dev.balancerdeployer.weights.mongo;

import dev.balancerdeployer.store.Documents;
import dev.balancerdeployer.store.Store;
import dev.balancerdeployer.weights.ConfigId;
import dev.balancerdeployer.weights.EndedShifts;
import dev.balancerdeployer.weights.Shift;
import dev.balancerdeployer.weights.ShiftId;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bson.Document;

/** Inserted once; {@code _id} is {@code CONFIG/SHIFT}, and a config has no slash. */
final class MongoEndedShifts implements EndedShifts {

    /** No config has more within 30 days: that would be one a minute. */
    private static final int MOST = 50_000;

    private static final Document ANY_ORDER = new Document("_id", 1);

    private final Documents shifts;

    MongoEndedShifts(Store store) {
        this.shifts = store.collection("weights_shifts").withIndex("config", "endedAt", "_id");
    }

    @Override
    public boolean file(ConfigId config, Shift ended) {
        var fields = new Document("_id", id(config, ended.id())).append("config", config.value());
        fields.putAll(ShiftDocument.of(ended).fields());
        return shifts.insert(fields);
    }

    @Override
    public Optional<Shift> find(ConfigId config, ShiftId id) {
        return shifts.find(id(config, id)).map(it -> new ShiftDocument(it).toDomain());
    }

    @Override
    public List<Shift> since(ConfigId config, Instant endedAt) {
        var filter =
                new Document("config", config.value())
                        .append("endedAt", new Document("$gte", Date.from(endedAt)));
        return shifts.list(filter, ANY_ORDER, MOST).stream()
                .map(it -> new ShiftDocument(it).toDomain())
                .toList();
    }

    @Override
    public void forget(Instant before) {
        var _ = shifts.delete(new Document("endedAt", new Document("$lt", Date.from(before))));
    }

    private static String id(ConfigId config, ShiftId shift) {
        return config + "/" + shift;
    }
}
