package dev.balancerdeployertest;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.bson.Document;
import java.time.Clock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.bson.UuidRepresentation;

/**
 * A MongoDB in this process, behind the real driver, whose time is the test's. Every command goes
 * through {@link CommandRules} on its way out. Close it.
 */
public final class VirtualMongo implements AutoCloseable {

    private final VirtualTimeBackend backend;
    private final MongoServer server;
    private final MongoClient client;
    private final CommandRules rules = new CommandRules();
    private volatile Runnable gate = () -> {};

    private VirtualMongo(Clock clock) {
        backend = new VirtualTimeBackend(clock);
        server = new MongoServer(backend);
        var uri = new ConnectionString(server.bindAndGetConnectionString());
        client =
                MongoClients.create(
                        MongoClientSettings.builder()
                                .applyConnectionString(uri)
                                .uuidRepresentation(UuidRepresentation.STANDARD)
                                .addCommandListener(rules)
                                .addCommandListener(new Gate())
                                .build());
    }

    public static VirtualMongo at(Clock clock) {
        return new VirtualMongo(clock);
    }

    /** A database by name. */
    public MongoDatabase database(String name) {
        return client.getDatabase(name);
    }

    /**
     * Something to do before each command is sent, on the thread that sends it, such as {@link
     * Turns#pass}.
     */
    public void beforeEachCommand(Runnable action) {
        gate = action;
    }

    /** What becomes of each command from now on. */
    public void troubles(Supplier<Trouble> next) {
        backend.troubles = next;
    }

    /** Changes commands before they are carried out: a bug of the client's, planted. */
    public void tamperWithCommands(UnaryOperator<Document> tampering) {
        backend.tampering = tampering;
    }

    /** Changes answers before they are sent. */
    public void tamperWithAnswers(UnaryOperator<Document> tampering) {
        backend.answerTampering = tampering;
    }

    /** Carries out what clients have given up, oldest first. */
    public void landLate() {
        backend.landLate();
    }

    /**
     * Stops the server and fails if any command broke the rules.
     *
     * @throws AssertionError naming the commands that a real server would refuse
     */
    @Override
    public void close() {
        client.close();
        server.shutdownNow();
        rules.verify();
    }

    private final class Gate implements CommandListener {

        @Override
        public void commandStarted(CommandStartedEvent event) {
            gate.run();
        }
    }
}
