package dev.balancerdeployer.coordination.mongo;

import com.mongodb.client.MongoDatabase;
import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import org.bson.Document;

/**
 * Asks the primary by the handshake command, which needs no right and no document. Its old name is
 * the one that both servers know.
 */
final class MongoDatabaseTime implements DatabaseTime {

    private static final Document HANDSHAKE = new Document("isMaster", 1);
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final Store store;
    private final MongoDatabase database;

    MongoDatabaseTime(Store store) {
        this.store = store;
        this.database = store.database().withTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public Instant now() {
        return store.call("read the database's time", this::read);
    }

    private Instant read() {
        return database.runCommand(HANDSHAKE).get("localTime", Date.class).toInstant();
    }
}
