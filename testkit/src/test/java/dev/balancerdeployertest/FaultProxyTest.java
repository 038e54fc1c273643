package dev.balancerdeployertest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoException;
import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FaultProxyTest {

    private static final TestMongo MONGO =
            TestMongo.throughProxy(
                    "connectTimeoutMS=100&serverSelectionTimeoutMS=5000&retryWrites=false");

    private final FaultProxy proxy = MONGO.proxy();
    private final String name = "c-" + UUID.randomUUID();
    private final MongoCollection<Document> through = collection(MONGO.database());
    private final MongoCollection<Document> direct = collection(MONGO.direct());

    @AfterEach
    void heal() {
        proxy.heal();
    }

    @AfterAll
    static void stop() {
        MONGO.close();
    }

    @Test
    void letsEverythingPass() {
        var before = proxy.answered("insert");

        insert(1);

        assertThat(through.find().first()).isEqualTo(new Document("_id", 1));
        assertThat(proxy.answered("insert")).isEqualTo(before + 1);
    }

    @Test
    void dropsARequestThatTheServerNeverSees() {
        proxy.onNext("insert", Fault.DROP_REQUEST);

        assertThatThrownBy(() -> insert(1)).isInstanceOf(MongoException.class);

        assertThat(stored()).isZero();
        assertThat(proxy.unmet()).isZero();
        insert(2);
    }

    @Test
    void dropsTheReplyToWhatTheServerDid() {
        proxy.onNext("insert", Fault.DROP_REPLY);

        assertThatThrownBy(() -> insert(1)).isInstanceOf(MongoException.class);

        assertThat(stored()).isEqualTo(1);
        insert(2);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.Plain.class,
            names = {"SWALLOW_REQUEST", "SWALLOW_REPLY"})
    void leavesTheClientWithoutAnAnswer(Fault.Plain fault) {
        proxy.onNext("insert", fault);
        var start = System.nanoTime();

        assertThatThrownBy(() -> within(100).insertOne(new Document("_id", 1)))
                .isInstanceOf(MongoException.class);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(millis(90));
        assertThat(stored()).isEqualTo(fault == Fault.SWALLOW_REPLY ? 1 : 0);
        insert(2);
    }

    @Test
    void sendsEachByteAlone() {
        proxy.onNext("insert", Fault.IN_PIECES);
        proxy.onNext("find", Fault.IN_PIECES);

        insert(1);

        assertThat(through.find().first()).isEqualTo(new Document("_id", 1));
        assertThat(proxy.unmet()).isZero();
    }

    @Test
    void delaysACommand() {
        proxy.onNext("insert", Fault.delay(millis(50)));
        var start = System.nanoTime();

        insert(1);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(millis(49));
    }

    @Test
    void failsTheOneThatWasMeant() {
        proxy.onNth(2, it -> it.collection().equals(name), Fault.DROP_REQUEST);

        insert(1);
        collection(MONGO.database(), "other-" + name).insertOne(new Document("_id", 1));
        assertThatThrownBy(() -> insert(2)).isInstanceOf(MongoException.class);
        insert(3);

        assertThat(stored()).isEqualTo(2);
    }

    @Test
    void asksAboutEachCommand() {
        var asked = new AtomicInteger();
        var faults = proxy.faults();
        proxy.onEach(it ->
                it.name().equals("insert") && asked.incrementAndGet() == 2
                        ? Fault.DROP_REPLY
                        : Fault.NONE);

        insert(1);
        assertThatThrownBy(() -> insert(2)).isInstanceOf(MongoException.class);
        insert(3);

        assertThat(asked).hasValue(3);
        assertThat(proxy.faults()).isEqualTo(faults + 1);
    }

    @Test
    void knowsWhatTheDriverSendsForItself() {
        var byItself = new AtomicInteger();
        proxy.onEach(it -> {
            if (it.isOfTheDriver()) {
                byItself.incrementAndGet();
            }
            return Fault.NONE;
        });
        proxy.onNext("insert", Fault.DROP_REQUEST);

        assertThatThrownBy(() -> insert(1)).isInstanceOf(MongoException.class);
        insert(2);

        assertThat(byItself).hasPositiveValue();
    }

    @Test
    void isABlackHole() {
        insert(1);

        proxy.blackHole();

        assertThatThrownBy(() -> within(100).insertOne(new Document("_id", 2)))
                .isInstanceOf(MongoException.class);
        assertThat(stored()).isEqualTo(1);
        proxy.heal();
        await().ignoreExceptions().until(this::isReachable);
    }

    @Test
    void acceptsAndNeverAnswers() {
        insert(1);

        proxy.halfOpen();

        assertThatThrownBy(() -> within(300).insertOne(new Document("_id", 2)))
                .isInstanceOf(MongoException.class);
        proxy.heal();
        await().ignoreExceptions().until(this::isReachable);
    }

    @Test
    void refusesWhileItIsDown() {
        insert(1);

        proxy.down();

        assertThatThrownBy(() -> within(100).insertOne(new Document("_id", 2)))
                .isInstanceOf(MongoException.class);
        proxy.heal();
        await().ignoreExceptions().until(this::isReachable);
    }

    private boolean isReachable() {
        return within(500).find().first() != null;
    }

    private int stored() {
        return direct.find().into(new ArrayList<>()).size();
    }

    private void insert(int id) {
        through.insertOne(new Document("_id", id));
    }

    private MongoCollection<Document> within(int millis) {
        return through.withTimeout(millis, TimeUnit.MILLISECONDS);
    }

    private MongoCollection<Document> collection(MongoDatabase database) {
        return collection(database, name);
    }

    private static MongoCollection<Document> collection(MongoDatabase database, String name) {
        return database.getCollection(name)
                .withWriteConcern(WriteConcern.MAJORITY)
                .withReadConcern(ReadConcern.MAJORITY);
    }

    private static Duration millis(int millis) {
        return Duration.ofMillis(millis);
    }
}
