package dev.balancerdeployer.coordination.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoClientSettings;
import com.mongodb.ServerAddress;
import com.mongodb.client.MongoClients;
import dev.balancerdeployer.coordination.StoreUnavailable;
import dev.balancerdeployer.store.Store;
import dev.balancerdeployertest.TestMongo;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.Test;

class MongoDatabaseTimeTest {

    @Test
    void isTheClockThatUpdatesGoBy() {
        try (var mongo = TestMongo.start()) {
            var store = new Store(mongo.database());
            var things = store.collection("things");
            things.insert(new Document("_id", 1).append("rev", 1L));
            var time = new MongoDatabaseTime(store);

            var before = time.now();
            var stored =
                    things.updateWhere(
                                    new Document("_id", 1),
                                    new Document("$currentDate", new Document("at", true)))
                            .orElseThrow();
            var after = time.now();

            assertThat(stored.getDate("at").toInstant()).isBetween(before, after);
            assertThat(before.truncatedTo(ChronoUnit.MILLIS)).isEqualTo(before);
        }
    }

    @Test
    void saysThatTheStoreIsUnavailable() {
        var nobody = new ServerAddress("127.0.0.1", 1);
        var settings =
                MongoClientSettings.builder()
                        .applyToClusterSettings(it -> it.hosts(List.of(nobody)))
                        .build();
        try (var client = MongoClients.create(settings)) {
            var time = new MongoDatabaseTime(new Store(client.getDatabase("test")));

            assertThatThrownBy(time::now).isInstanceOf(StoreUnavailable.class);
        }
    }
}
