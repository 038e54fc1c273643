package dev.balancerdeployer.delivery.mongo;

import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.delivery.SeenPushes;
import dev.balancerdeployer.store.Documents;
import dev.balancerdeployer.store.Store;
import java.util.Date;
import org.bson.Document;

/** One document a delivery in {@code seen_pushes}; the old ones go when a new one comes. */
final class MongoSeenPushes implements SeenPushes {

    private static final String AT = "at";

    private final Documents pushes;
    private final DatabaseTime time;

    MongoSeenPushes(Store store, DatabaseTime time) {
        this.pushes = store.collection("seen_pushes");
        this.time = time;
    }

    @Override
    public boolean seen(String delivery) {
        var now = time.now();
        return pushes.find(delivery)
                .filter(it -> it.getDate(AT).toInstant().plus(MEMORY).isAfter(now))
                .isPresent();
    }

    @Override
    public void remember(String delivery) {
        var now = time.now();
        pushes.delete(new Document(AT, new Document("$lte", Date.from(now.minus(MEMORY)))));
        pushes.insert(new Document("_id", delivery).append(AT, Date.from(now)));
    }
}
