package dev.balancerdeployertest;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.ServerAddress;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.connection.ClusterConnectionMode;
import de.bwaldvogel.mongo.MongoServer;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.bson.UuidRepresentation;
import org.jspecify.annotations.Nullable;

/**
 * A database of its own for one test class: on the server at {@code MONGODB_URI} if that is set,
 * else on one in this process. Every command goes through {@link CommandRules}. Close it.
 */
public final class TestMongo implements AutoCloseable {

    private final @Nullable MongoServer server;
    private final @Nullable FaultProxy proxy;
    private final CommandRules rules = new CommandRules();
    private final MongoClient direct;
    private final MongoClient client;
    private final String name;

    private TestMongo(@Nullable MongoServer server, String uri, @Nullable String throughProxy) {
        var settings = settings().applyConnectionString(new ConnectionString(uri)).build();
        this.server = server;
        this.direct = MongoClients.create(settings);
        if (throughProxy == null) {
            this.proxy = null;
            this.client = direct;
        } else {
            this.proxy = FaultProxy.to(address(settings));
            this.client = clientOf(proxy, settings, throughProxy);
        }
        var random = new byte[6];
        ThreadLocalRandom.current().nextBytes(random);
        this.name = "test_" + HexFormat.of().formatHex(random);
    }

    public static TestMongo start() {
        return start(null);
    }

    /**
     * As {@link #start}, with a {@link #proxy} before the server that {@link #database} goes
     * through.
     *
     * @param options of the driver, as in a connection string, such as {@code connectTimeoutMS=300}
     */
    public static TestMongo throughProxy(String options) {
        return start(options);
    }

    private static TestMongo start(@Nullable String throughProxy) {
        var uri = System.getenv("MONGODB_URI");
        if (uri != null && !uri.isBlank()) {
            return new TestMongo(null, uri, throughProxy);
        }
        var server = new MongoServer(new WholeReadsBackend());
        return new TestMongo(server, server.bindAndGetConnectionString(), throughProxy);
    }

    public MongoDatabase database() {
        return client.getDatabase(name);
    }

    /** The same database past the proxy, for whoever looks on or stays well. */
    public MongoDatabase direct() {
        return direct.getDatabase(name);
    }

    /** What the driver sees of the network. */
    public FaultProxy proxy() {
        if (proxy == null) {
            throw new IllegalStateException("started without a proxy");
        }
        return proxy;
    }

    /**
     * Drops the database, stops the server if it is ours, and fails if any command broke the rules.
     *
     * @throws AssertionError naming the commands that a real server would refuse
     */
    @Override
    public void close() {
        if (proxy != null) {
            client.close();
            proxy.close();
        }
        direct().drop();
        direct.close();
        if (server != null) {
            server.shutdownNow();
        }
        rules.verify();
    }

    private MongoClientSettings.Builder settings() {
        return MongoClientSettings.builder()
                .uuidRepresentation(UuidRepresentation.STANDARD)
                .addCommandListener(rules);
    }

    /** Looks soon again after a fault; by default the driver waits for half a second. */
    private static MongoClient clientOf(
            FaultProxy proxy, MongoClientSettings settings, String options) {
        var at = new ServerAddress(proxy.address());
        var uri = "mongodb://%s/?%s".formatted(at, options);
        return MongoClients.create(
                MongoClientSettings.builder(settings)
                        .applyConnectionString(new ConnectionString(uri))
                        .applyToClusterSettings(
                                it -> it.hosts(List.of(at)).mode(ClusterConnectionMode.SINGLE))
                        .applyToServerSettings(
                                it -> it.minHeartbeatFrequency(10, TimeUnit.MILLISECONDS))
                        .build());
    }

    private static InetSocketAddress address(MongoClientSettings settings) {
        var first = settings.getClusterSettings().getHosts().getFirst();
        return new InetSocketAddress(first.getHost(), first.getPort());
    }
}
