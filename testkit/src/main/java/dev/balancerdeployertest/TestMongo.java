package dev.balancerdeployertest;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.bson.UuidRepresentation;
import org.jspecify.annotations.Nullable;

/**
 * A database of its own for one test class: on the server at {@code MONGODB_URI} if that is set,
 * else on one in this process. Every command goes through {@link CommandRules}. Close it.
 */
public final class TestMongo implements AutoCloseable {

    private final @Nullable MongoServer server;
    private final MongoClient client;
    private final MongoDatabase database;
    private final CommandRules rules = new CommandRules();

    private TestMongo(@Nullable MongoServer server, String uri) {
        this.server = server;
        this.client =
                MongoClients.create(
                        MongoClientSettings.builder()
                                .applyConnectionString(new ConnectionString(uri))
                                .uuidRepresentation(UuidRepresentation.STANDARD)
                                .addCommandListener(rules)
                                .build());
        var random = new byte[6];
        ThreadLocalRandom.current().nextBytes(random);
        this.database = client.getDatabase("test_" + HexFormat.of().formatHex(random));
    }

    public static TestMongo start() {
        var uri = System.getenv("MONGODB_URI");
        if (uri != null && !uri.isBlank()) {
            return new TestMongo(null, uri);
        }
        var server = new MongoServer(new WholeReadsBackend());
        return new TestMongo(server, server.bindAndGetConnectionString());
    }

    public MongoDatabase database() {
        return database;
    }

    /**
     * Drops the database, stops the server if it is ours, and fails if any command broke the rules.
     *
     * @throws AssertionError naming the commands that a real server would refuse
     */
    @Override
    public void close() {
        database.drop();
        client.close();
        if (server != null) {
            server.shutdownNow();
        }
        rules.verify();
    }
}
