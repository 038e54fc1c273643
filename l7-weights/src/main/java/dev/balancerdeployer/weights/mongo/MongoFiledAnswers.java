package dev.balancerdeployer.weights.mongo;

import dev.balancerdeployer.store.Documents;
import dev.balancerdeployer.store.Store;
import dev.balancerdeployer.weights.ConfigId;
import dev.balancerdeployer.weights.FiledAnswers;
import dev.balancerdeployer.weights.IdempotencyKey;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import org.bson.Document;

/** Inserted once; {@code _id} is {@code CONFIG/KEY}, and a config has no slash. */
final class MongoFiledAnswers implements FiledAnswers {

    private final Documents answers;

    MongoFiledAnswers(Store store) {
        this.answers = store.collection("weights_keys").withIndex("at", "_id");
    }

    @Override
    public List<Filed> find(ConfigId config, Collection<String> keys) {
        var ids = keys.stream().map(it -> id(config, it)).toList();
        var filter = new Document("_id", new Document("$in", ids));
        return answers.list(filter, new Document("_id", 1), ids.size()).stream()
                .map(it -> toDomain(config, it))
                .toList();
    }

    @Override
    public Filed file(ConfigId config, Filed answer) {
        var key = answer.key();
        var stored =
                answers.insert(
                        new Document("_id", id(config, key.key()))
                                .append("key", key.key())
                                .append("digest", key.digest())
                                .append("answer", AnswerDocument.of(answer.answer()).fields())
                                .append("at", Date.from(answer.at())));
        return stored ? answer : find(config, key.key()).orElse(answer);
    }

    @Override
    public void forget(Instant before) {
        var _ = answers.delete(new Document("at", new Document("$lt", Date.from(before))));
    }

    private static Filed toDomain(ConfigId config, Document fields) {
        return new Filed(
                new IdempotencyKey(fields.getString("key"), fields.getString("digest")),
                new AnswerDocument(fields.get("answer", Document.class)).toDomain(config),
                fields.getDate("at").toInstant());
    }

    private static String id(ConfigId config, String key) {
        return config + "/" + key;
    }
}
