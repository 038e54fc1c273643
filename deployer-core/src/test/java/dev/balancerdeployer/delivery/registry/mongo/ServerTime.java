package dev.balancerdeployer.delivery.registry.mongo;

import com.mongodb.client.MongoDatabase;
import dev.balancerdeployer.coordination.DatabaseTime;
import java.time.Instant;
import org.bson.Document;

/** The test server's clock. */
record ServerTime(MongoDatabase database) implements DatabaseTime {

    @Override
    public Instant now() {
        return database.runCommand(new Document("isMaster", 1)).getDate("localTime").toInstant();
    }
}
