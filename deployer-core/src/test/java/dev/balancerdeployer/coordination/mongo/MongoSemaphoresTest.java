package dev.balancerdeployer.coordination.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.coordination.SemaphoreName;
import dev.balancerdeployer.coordination.Semaphores;
import dev.balancerdeployer.coordination.SemaphoresContract;
import dev.balancerdeployer.store.Store;
import dev.balancerdeployertest.TestMongo;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class MongoSemaphoresTest extends SemaphoresContract {

    private static final TestMongo MONGO = TestMongo.start();
    private static final Store STORE = new Store(MONGO.database());
    private static final DatabaseTime TIME = new MongoDatabaseTime(STORE);

    private final Semaphores semaphores = new MongoSemaphores(STORE, TIME);

    @AfterAll
    static void stop() {
        MONGO.close();
    }

    @Override
    protected Semaphores semaphores() {
        return semaphores;
    }

    @Override
    protected void age(SemaphoreName name, Duration by) {
        SemaphoreAging.age(STORE, name, by);
    }

    @Test
    void keepsTheDocumentAndItsFenceWhenNobodyHoldsIt() {
        var name = new SemaphoreName("kept");
        semaphores.ensure(name, 1);
        var request =
                new Semaphores.Request(
                        name, "0".repeat(32), "o", 1, Duration.ofSeconds(1), null, false);
        var outcome = (Semaphores.Outcome.Granted) semaphores.acquire(request);
        semaphores.release(outcome.grant());

        var stored = STORE.collection("semaphores").find("kept").orElseThrow();

        assertThat(stored.getLong("fence")).isEqualTo(1);
        assertThat(stored.get("holders", Document.class)).isEmpty();
        assertThat(stored.getInteger("used")).isZero();
        assertThat(stored.getLong("rev")).isEqualTo(3);
    }

    /** As an earlier version of the application left it when it was killed. */
    @Test
    void reapsAPermitWhoseGrantTimeStandsInTheHolder() {
        var name = new SemaphoreName("old");
        semaphores.ensure(name, 1);
        var longAgo = Date.from(Instant.EPOCH);
        var _ =
                STORE.collection("semaphores")
                        .updateWhere(
                                SemaphoreDocument.byName(name),
                                new Document(
                                                "$set",
                                                new Document(
                                                                "holders." + "a".repeat(32),
                                                                new Document("owner", "o")
                                                                        .append("weight", 1)
                                                                        .append("fence", 7L)
                                                                        .append("ttlMs", 1_000L)
                                                                        .append("since", longAgo)
                                                                        .append("at", longAgo))
                                                        .append("used", 1)
                                                        .append("fence", 7L))
                                        .append("$unset", new Document("since", "")));
        var request =
                new Semaphores.Request(
                        name, "0".repeat(32), "o", 1, Duration.ofSeconds(1), null, false);

        var outcome = semaphores.acquire(request);

        assertThat(((Semaphores.Outcome.Granted) outcome).grant().fence().number()).isEqualTo(8);
    }
}
