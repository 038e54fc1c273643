package dev.balancerdeployerbench;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import java.nio.file.Path;
import org.h2.mvstore.MVStore;

/** The server at {@code MONGODB_URI}, or the embedded one in this process and on this disk. */
record PassServer(String kind, String uri, Runnable stop) implements AutoCloseable {

    static PassServer start(Path file) {
        var uri = System.getenv("MONGODB_URI");
        if (uri != null && !uri.isBlank()) {
            return new PassServer("MONGODB_URI", uri, () -> {});
        }
        var store = new MVStore.Builder().fileName(file.toString()).open();
        var server = new MongoServer(new H2Backend(store));
        return new PassServer(
                "embedded (H2)", server.bindAndGetConnectionString(), server::shutdown);
    }

    @Override
    public void close() {
        stop.run();
    }
}
