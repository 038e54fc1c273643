package dev.balancerdeployer.weights.mongo;

import dev.balancerdeployer.store.Documents;
import dev.balancerdeployer.store.Store;
import dev.balancerdeployer.weights.ConfigId;
import dev.balancerdeployer.weights.Line;
import dev.balancerdeployer.weights.VersionHistory;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.bson.Document;

/**
 * Only ever inserted into; {@code _id} is {@code CONFIG@VERSION}, and a config has no {@code @}.
 */
final class MongoVersionHistory implements VersionHistory {

    private final Documents lines;

    MongoVersionHistory(Store store) {
        this.lines = store.collection("weights_history");
    }

    @Override
    public void file(List<Line> some) {
        // what is there is an earlier filing of this very line: a version is made once
        lines.insertAll(some.stream().map(MongoVersionHistory::document).toList());
    }

    private static Document document(Line line) {
        var fields = new Document("_id", id(line.config(), line.version()));
        fields.putAll(LineDocument.of(line).fields());
        return fields;
    }

    @Override
    public Optional<Line> find(ConfigId config, long version) {
        return lines.find(id(config, version)).map(it -> new LineDocument(it).toDomain(config));
    }

    @Override
    public List<Line> find(ConfigId config, long from, long to) {
        var ids = LongStream.rangeClosed(from, to).mapToObj(it -> id(config, it)).toList();
        if (ids.isEmpty()) {
            return List.of();
        }
        var filter = new Document("_id", new Document("$in", ids));
        return lines.list(filter, new Document("version", -1), ids.size()).stream()
                .map(it -> new LineDocument(it).toDomain(config))
                .toList();
    }

    private static String id(ConfigId config, long version) {
        return config + "@" + version;
    }
}
