package dev.balancerdeployer.embedded;

import static org.assertj.core.api.Assertions.assertThat;
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
import java.util.function.Consumer;
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
