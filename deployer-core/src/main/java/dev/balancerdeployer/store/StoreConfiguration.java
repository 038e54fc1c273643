package dev.balancerdeployer.store;

import com.mongodb.client.MongoDatabase;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.MongoDatabaseFactory;

@Configuration(proxyBeanMethods = false)
class StoreConfiguration {

    /** The handshake, which needs no right and no document, by the name that both servers know. */
    private static final Document PING = new Document("isMaster", 1);

    @Bean
    Store store(MongoDatabaseFactory databases, ProbeThread probes) {
        var database = databases.getMongoDatabase();
        return new Store(database, breaker(database, probes));
    }

    @Bean
    ProbeThread databaseProbes() {
        return new ProbeThread();
    }

    static DatabaseBreaker breaker(MongoDatabase database, ProbeThread probes) {
        var strict = Store.strict(database);
        return new DatabaseBreaker(limit -> ping(strict, limit), probes, System::nanoTime);
    }

    private static void ping(MongoDatabase database, Duration limit) {
        var _ = database.withTimeout(limit.toMillis(), TimeUnit.MILLISECONDS).runCommand(PING);
    }
}
