package dev.balancerdeployer.embedded;

import de.bwaldvogel.mongo.MongoServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/**
 * A database server in this process, with its data in one file of the data directory (SPEC O1).
 * Only 127.0.0.1 reaches it, for it asks nobody who they are.
 */
final class EmbeddedMongo implements AutoCloseable {

    private static final String HOST = "127.0.0.1";

    static {
        // Netty would start the flight recorder, which makes the start of the application longer.
        if (System.getProperty("io.netty.jfr.enabled") == null) {
            System.setProperty("io.netty.jfr.enabled", "false");
        }
    }

    private final MongoServer server;
    private final InetSocketAddress address;

    private EmbeddedMongo(MongoServer server) {
        this.server = server;
        this.address = server.getLocalAddress();
    }

    /** The file of the data in that directory; it exists from the first start on. */
    static Path file(Path directory) {
        return directory.resolve("database.mv");
    }

    /**
     * Opens the data and listens.
     *
     * @throws StartRefused if the file is damaged or cannot be written, or the port is taken
     */
    static EmbeddedMongo start(Path directory, DataProperties.Mongo settings) {
        var store = open(file(directory));
        try {
            var server = new MongoServer(new DurableH2Backend(store, settings.fsync()));
            bind(server, settings.port());
            return new EmbeddedMongo(server);
        } catch (RuntimeException e) {
            store.close();
            throw e instanceof MVStoreException ? unreadable(file(directory), e) : e;
        }
    }

    /** Where it listens: what other programs are given as {@code MONGODB_URI}. */
    String uri(String database) {
        return "mongodb://%s:%d/%s".formatted(HOST, address.getPort(), database);
    }

    /** Stops listening, ends what is under way, and closes the file. */
    @Override
    public void close() {
        server.shutdownNow();
    }

    private static MVStore open(Path file) {
        try {
            var store = new MVStore.Builder().fileName(file.toString()).autoCommitDisabled().open();
            if (!store.isReadOnly()) {
                return store;
            }
            store.close();
        } catch (MVStoreException e) {
            throw unreadable(file, e);
        }
        throw new StartRefused(
                "The embedded database " + file + " cannot be written.",
                "Make it writable for this user, or give another directory with"
                        + " --deployer.data-dir=DIRECTORY.",
                null);
    }

    private static StartRefused unreadable(Path file, RuntimeException cause) {
        return new StartRefused(
                "The embedded database " + file + " is damaged or no database: " + first(cause),
                "Put back a copy of the file, or move it away to start with an empty database. The"
                        + " Git repository of the configs is not affected.",
                cause);
    }

    /** H2 ends its messages with its version and a code, which help nobody here. */
    private static String first(RuntimeException cause) {
        var message = String.valueOf(cause.getMessage());
        var end = message.indexOf(" [");
        return end < 0 ? message : message.substring(0, end);
    }

    private static void bind(MongoServer server, int port) {
        try {
            listen(server, port);
        } catch (IOException | RuntimeException e) {
            server.shutdownNow();
            throw new StartRefused(
                    "deployer.mongo.port: '" + port + "' cannot be listened on at " + HOST + ".",
                    "Give a free port with --deployer.mongo.port=PORT, or 0 to take any.",
                    e);
        }
    }

    /** Netty throws {@code BindException} without declaring it. */
    private static void listen(MongoServer server, int port) throws IOException {
        server.bind(HOST, port);
    }
}
