package dev.balancerdeployer.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedMongoTest {

    private static final DataProperties.Mongo ANY_PORT = new DataProperties.Mongo(0, false);

    @TempDir Path directory;

    @Test
    void keepsDataAndIndexesOverARestart() {
        use(
                ANY_PORT,
                database -> {
                    var things = database.getCollection("things");
                    things.createIndex(new Document("n", 1), new IndexOptions().unique(true));
                    things.insertOne(new Document("_id", "a").append("n", 1));
                });

        use(
                new DataProperties.Mongo(0, true),
                database -> {
                    var things = database.getCollection("things");
                    assertThat(things.find())
                            .containsExactly(new Document("_id", "a").append("n", 1));
                    assertThatExceptionOfType(MongoWriteException.class)
                            .isThrownBy(() -> things.insertOne(new Document("n", 1)));
                });
    }

    @Test
    void answersHelloAsTheHealthIndicatorAsks() {
        use(
                ANY_PORT,
                database ->
                        assertThat(database.runCommand(new Document("hello", 1)))
                                .containsEntry("ok", 1.0)
                                .containsKey("maxWireVersion"));
    }

    /** A compare-and-set is only as good as the read before it (SPEC C8). */
    @Test
    void showsADocumentAsItWasAtOneInstant() {
        use(
                ANY_PORT,
                database -> {
                    var things = database.getCollection("things");
                    things.insertOne(wide(0).append("_id", "x"));
                    var writer =
                            Thread.ofVirtual()
                                    .start(
                                            () -> {
                                                for (var i = 1; i <= 150; i++) {
                                                    things.replaceOne(
                                                            new Document("_id", "x"), wide(i));
                                                }
                                            });

                    var torn = new ArrayList<Document>();
                    while (writer.isAlive()) {
                        var read = requireNonNull(things.find().first());
                        read.remove("_id");
                        if (new HashSet<>(read.values()).size() > 1) {
                            torn.add(read);
                        }
                    }

                    assertThat(torn).isEmpty();
                });
    }

    private static Document wide(int value) {
        var document = new Document();
        IntStream.range(0, 80).forEach(it -> document.append("field" + it, value));
        return document;
    }

    @Test
    void listensOnLoopbackAtTheGivenPort() throws IOException {
        var port = freePort();

        try (var server = EmbeddedMongo.start(directory, new DataProperties.Mongo(port, false))) {
            assertThat(server.uri("db")).isEqualTo("mongodb://127.0.0.1:" + port + "/db");
        }
    }

    @Test
    void refusesAPortThatIsTakenAndGivesTheFileBack() throws IOException {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var settings = new DataProperties.Mongo(other.getLocalPort(), false);

            assertThatExceptionOfType(StartRefused.class)
                    .isThrownBy(() -> EmbeddedMongo.start(directory, settings))
                    .withMessageStartingWith("deployer.mongo.port: '" + other.getLocalPort() + "'");
        }
        EmbeddedMongo.start(directory, ANY_PORT).close();
    }

    @Test
    void refusesADamagedFileNamingIt() throws IOException {
        var file = Files.writeString(EmbeddedMongo.file(directory), "x".repeat(20_000));

        assertThatExceptionOfType(StartRefused.class)
                .isThrownBy(() -> EmbeddedMongo.start(directory, ANY_PORT))
                .withMessageStartingWith("The embedded database " + file + " is damaged")
                .withMessageNotContaining("2.4.240");
    }

    private void use(DataProperties.Mongo settings, Consumer<MongoDatabase> action) {
        try (var server = EmbeddedMongo.start(directory, settings);
                var client = MongoClients.create(server.uri("test"))) {
            action.accept(client.getDatabase("test"));
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
