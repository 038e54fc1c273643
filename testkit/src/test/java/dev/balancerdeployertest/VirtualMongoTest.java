package dev.balancerdeployertest;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoException;
import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VirtualMongoTest {

    private static final Document ONE = new Document("_id", 1);
    private static final Document COUNT = new Document("$inc", new Document("n", 1));

    private final MutableClock clock = new MutableClock(Instant.parse("2001-02-03T04:05:06Z"));
    private final VirtualMongo mongo = VirtualMongo.at(clock);
    private final MongoDatabase database =
            mongo.database("test")
                    .withWriteConcern(WriteConcern.MAJORITY)
                    .withReadConcern(ReadConcern.MAJORITY);
    private final MongoCollection<Document> things = database.getCollection("things");

    @BeforeEach
    void insert() {
        things.insertOne(new Document("_id", 1).append("n", 0));
    }

    @AfterEach
    void stop() {
        mongo.close();
    }

    @Test
    void saysTheTimeOfTheTest() {
        clock.advance(Duration.ofDays(10_000));

        assertThat(database.runCommand(new Document("isMaster", 1)).getDate("localTime"))
                .isEqualTo(Date.from(clock.instant()));
    }

    @Test
    void judgesByTheTimeOfTheTest() {
        var end = Date.from(clock.instant().plusSeconds(2));
        var inTime =
                new Document("_id", 1).append("$expr", new Document("$lt", List.of("$$NOW", end)));

        clock.advance(Duration.ofMillis(1_999));
        assertThat(things.updateOne(inTime, COUNT).getMatchedCount()).isEqualTo(1);
        clock.advance(Duration.ofMillis(1));
        assertThat(things.updateOne(inTime, COUNT).getMatchedCount()).isZero();
    }

    @Test
    void storesTheTimeOfTheTest() {
        var at = new Document("at", true);
        var set = new Document("a", 2);

        things.updateOne(ONE, new Document("$currentDate", at).append("$set", set));
        assertThat(stored()).containsEntry("at", Date.from(clock.instant())).containsEntry("a", 2);

        clock.advance(Duration.ofSeconds(1));
        things.updateOne(ONE, new Document("$set", set).append("$currentDate", at));
        assertThat(stored()).containsEntry("at", Date.from(clock.instant())).containsEntry("a", 2);
    }

    @Test
    void keepsTextThatLooksLikeTheTime() {
        things.updateOne(ONE, new Document("$set", new Document("text", "$$NOW")));

        assertThat(stored()).containsEntry("text", "$$NOW");
    }

    @Test
    void losesARequest() {
        failsWith(Trouble.REQUEST_LOST);

        assertThat(stored()).containsEntry("n", 0);
    }

    @Test
    void losesAnAnswer() {
        failsWith(Trouble.ANSWER_LOST);

        assertThat(stored()).containsEntry("n", 1);
    }

    @Test
    void landsLate() {
        failsWith(Trouble.LATE);
        assertThat(stored()).containsEntry("n", 0);

        mongo.landLate();
        mongo.landLate();

        assertThat(stored()).containsEntry("n", 1);
    }

    @Test
    void sendsTwice() {
        next(Trouble.SENT_TWICE);

        things.updateOne(ONE, COUNT);

        assertThat(stored()).containsEntry("n", 2);
    }

    private void failsWith(Trouble trouble) {
        next(trouble);

        assertThatThrownBy(() -> things.updateOne(ONE, COUNT)).isInstanceOf(MongoException.class);
    }

    private void next(Trouble trouble) {
        var left = new ArrayDeque<>(List.of(trouble));
        mongo.troubles(() -> left.isEmpty() ? Trouble.NONE : left.remove());
    }

    @Test
    void tampersWithAnswers() {
        mongo.tamperWithAnswers(it -> {
            it.put("localTime", Instant.EPOCH);
            return it;
        });

        assertThat(database.runCommand(new Document("isMaster", 1)).getDate("localTime"))
                .isEqualTo(Date.from(Instant.EPOCH));
    }

    @Test
    void tampersWithCommands() {
        mongo.tamperWithCommands(it -> {
            it.remove("filter");
            return it;
        });

        assertThat(things.find(new Document("_id", 2)).first()).containsEntry("_id", 1);
    }

    @Test
    void lingersBeforeEachCommand() {
        var commands = new AtomicInteger();
        mongo.beforeEachCommand(commands::incrementAndGet);

        things.updateOne(ONE, COUNT);
        stored();

        assertThat(commands).hasValue(2);
    }

    private Document stored() {
        return requireNonNull(things.find(ONE).first());
    }
}
