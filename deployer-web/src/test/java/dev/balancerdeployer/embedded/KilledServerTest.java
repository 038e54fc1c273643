package dev.balancerdeployer.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.bson.Document;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that writes to its embedded server (SPEC O1). */
class KilledServerTest {

    private static final DataProperties.Mongo SETTINGS = new DataProperties.Mongo(0, false);

    @TempDir Path directory;

    @Test
    void losesNothingAcknowledgedWhenItIsKilled() throws Exception {
        kill(1, 300);
    }

    @Test
    @Tag("long")
    void losesNothingAcknowledgedHoweverOftenItIsKilled() throws Exception {
        kill(20, 1_000);
    }

    private void kill(int rounds, int most) throws Exception {
        var seed = new Random().nextLong();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        var acknowledged = new TreeSet<Integer>();
        for (var round = 0; round < rounds; round++) {
            var first = round * 1_000_000;
            try (var child = ChildProcess.start(Writer.class, directory.toString(), first + "")) {
                for (var i = random.nextInt(50, most); i > 0; i--) {
                    acknowledged.add(Integer.valueOf(child.heard()));
                }
                child.kill().forEach(it -> acknowledged.add(Integer.valueOf(it)));
            }
            verify(acknowledged, round + 1);
        }
    }

    private void verify(Set<Integer> acknowledged, int kills) {
        try (var server = EmbeddedMongo.start(directory, SETTINGS);
                var client = MongoClients.create(server.uri("test"))) {
            var things = client.getDatabase("test").getCollection("things");
            var found = new TreeSet<Integer>();
            for (var thing : things.find()) {
                assertThat(found.add(thing.getInteger("n"))).isTrue();
            }
            assertThat(found).containsAll(acknowledged);
            assertThat(found.size()).isLessThanOrEqualTo(acknowledged.size() + kills);
            for (var n : found) {
                assertThat(things.find(new Document("n", n)).first()).isNotNull();
            }
            refusesAgain(things, found.first());
            refusesAgain(things, found.last());
        }
    }

    private static void refusesAgain(MongoCollection<Document> things, int n) {
        assertThatExceptionOfType(MongoWriteException.class)
                .isThrownBy(() -> things.insertOne(new Document("n", n)))
                .satisfies(it ->
                        assertThat(it.getError().getCategory())
                                .isEqualTo(ErrorCategory.DUPLICATE_KEY));
    }

    /** Inserts one document after the other and prints each number once it is acknowledged. */
    static final class Writer {

        private Writer() {}

        public static void main(String[] args) {
            try (var server = EmbeddedMongo.start(Path.of(args[0]), SETTINGS);
                    var client = MongoClients.create(server.uri("test"))) {
                var things = client.getDatabase("test").getCollection("things");
                things.createIndex(new Document("n", 1), new IndexOptions().unique(true));
                for (var n = Integer.parseInt(args[1]); ; n++) {
                    things.insertOne(new Document("n", n));
                    ChildProcess.say(n);
                }
            }
        }
    }
}
