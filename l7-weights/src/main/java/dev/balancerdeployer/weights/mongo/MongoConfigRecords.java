package dev.balancerdeployer.weights.mongo;

import dev.balancerdeployer.coordination.Page;
import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.store.Cas;
import dev.balancerdeployer.store.Cursor;
import dev.balancerdeployer.store.Documents;
import dev.balancerdeployer.store.Store;
import dev.balancerdeployer.weights.ConfigId;
import dev.balancerdeployer.weights.ConfigRecord;
import dev.balancerdeployer.weights.ConfigRecords;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bson.Document;

/** One document a config; its {@code _id} is the name (SPEC C8). */
final class MongoConfigRecords implements ConfigRecords {

    private static final String LIST = "l7heavy";

    private final Documents reads;
    private final Documents configs;

    MongoConfigRecords(Store store) {
        this.reads = store.collection("weights");
        this.configs = store.collection("weights").withRevIndex();
    }

    @Override
    public Optional<ConfigRecord> find(ConfigId id) {
        return reads.find(id.value()).map(it -> new ConfigDocument(it).toDomain());
    }

    @Override
    public boolean insert(ConfigRecord first) {
        return configs.insert(ConfigDocument.of(first).fields().append(Documents.REV, 1L));
    }

    @Override
    public boolean replace(long rev, ConfigRecord next) {
        return configs.replace(
                Cas.at(next.config().id().value(), rev), ConfigDocument.of(next).fields());
    }

    @Override
    public boolean raise(ConfigId id, long rev) {
        return configs.changeWhere(
                new Document("_id", id.value()).append(Documents.REV, rev), new Document());
    }

    @Override
    public Page<Summary> list(PageRequest page) {
        var filter = new Document();
        if (page.after() != null) {
            var last = Cursor.parse(LIST, page.after(), 1).getFirst();
            filter.append("_id", new Document("$gt", last));
        }
        var fields = new Document(ConfigDocument.VERSION, 1);
        var found =
                reads.call(
                        "list",
                        () ->
                                reads.driver()
                                        .find(filter)
                                        .projection(fields)
                                        .sort(new Document("_id", 1))
                                        .limit(page.limit() + 1)
                                        .into(new ArrayList<>()));
        return Cursor.page(found, page, it -> Cursor.of(LIST, it.getString("_id")))
                .map(it ->
                        new Summary(
                                new ConfigId(it.getString("_id")),
                                it.getLong(ConfigDocument.VERSION)));
    }

    @Override
    public List<ConfigId> withShiftsEnding(Instant by) {
        var over = new Document("$lte", Date.from(by));
        return reads
                .list(
                        new Document(ConfigDocument.NEXT_END, over),
                        new Document(ConfigDocument.NEXT_END, 1),
                        100)
                .stream()
                .map(it -> new ConfigId(it.getString("_id")))
                .toList();
    }
}
