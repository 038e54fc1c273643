package dev.balancerdeployer.coordination.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.coordination.Grant;
import dev.balancerdeployer.coordination.SemaphoreName;
import dev.balancerdeployer.coordination.Semaphores;
import dev.balancerdeployer.coordination.Semaphores.Outcome.Granted;
import dev.balancerdeployer.coordination.Semaphores.Outcome.Waiting;
import dev.balancerdeployer.coordination.Semaphores.Request;
import dev.balancerdeployer.store.Store;
import dev.balancerdeployertest.TestMongo;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a replica last saw is wrong, since another replica has been there (SPEC C1, C3). */
class LastSeenTest {

    private static final TestMongo MONGO = TestMongo.start();
    private static final Store STORE = new Store(MONGO.database());

    private final SemaphoreName name = new SemaphoreName("s-" + UUID.randomUUID());
    private final Semaphores semaphores = new MongoSemaphores(STORE, new MongoDatabaseTime(STORE));
    private final Semaphores other = new MongoSemaphores(STORE, new MongoDatabaseTime(STORE));

    @AfterAll
    static void stop() {
        MONGO.close();
    }

    /** The replica believes from now on that nobody holds it. */
    @BeforeEach
    void seesItIdle() {
        semaphores.ensure(name, 1);
        assertThat(semaphores.release(granted(semaphores))).isTrue();
    }

    @Test
    void doesNotGrantWhatAnotherReplicaHasGranted() {
        var held = granted(other);

        assertThat(semaphores.acquire(request(false))).isInstanceOf(Waiting.class);
        assertThat(semaphores.find(name).orElseThrow().holders()).containsExactly(held);
    }

    @Test
    void raisesTheFenceAboveThatOfAnotherReplica() {
        var held = granted(other);
        assertThat(other.release(held)).isTrue();

        assertThat(granted(semaphores).fence().number()).isEqualTo(held.fence().number() + 1);
    }

    @Test
    void grantsNothingAfterABreakByAnotherReplica() {
        other.breakHolders(name);

        assertThat(semaphores.acquire(request(false))).isInstanceOf(Waiting.class);
        assertThat(semaphores.acquire(request(false))).isInstanceOf(Waiting.class);
    }

    @Test
    void grantsNothingAfterABreakThatItSawItself() {
        semaphores.breakHolders(name);

        assertThat(semaphores.acquire(request(false))).isInstanceOf(Waiting.class);
    }

    @Test
    void doesNotPassALineThatFormedElsewhere() {
        var held = granted(other);
        assertThat(other.acquire(request(true))).isInstanceOf(Waiting.class);
        assertThat(other.release(held)).isTrue();

        assertThat(semaphores.acquire(request(false))).isInstanceOf(Waiting.class);
    }

    @Test
    void releasesAlthoughALineHasFormedElsewhere() {
        var held = granted(semaphores);
        var next = request(true);
        assertThat(other.acquire(next)).isInstanceOf(Waiting.class);

        assertThat(semaphores.release(held)).isTrue();

        assertThat(other.askAgain(next)).isInstanceOf(Granted.class);
    }

    @Test
    void doesNotReleaseWhatAnotherReplicaHasBroken() {
        var held = granted(semaphores);
        other.breakHolders(name);

        assertThat(semaphores.release(held)).isFalse();
    }

    @Test
    void storesAPlaceAnewOnlyWhenItIsNotFresh() {
        granted(other);
        var next = request(true);
        semaphores.acquire(next);
        long joined = rev();

        semaphores.askAgain(next);
        long askedSoon = rev();
        SemaphoreAging.age(STORE, name, Duration.ofSeconds(3));
        semaphores.askAgain(next);

        assertThat(askedSoon).isEqualTo(joined);
        assertThat(rev()).isEqualTo(joined + 2);
    }

    private long rev() {
        return STORE.collection("semaphores").find(name.value()).orElseThrow().getLong("rev");
    }

    private Grant granted(Semaphores replica) {
        return ((Granted) replica.acquire(request(false))).grant();
    }

    private Request request(boolean queue) {
        var attempt = UUID.randomUUID().toString().replace("-", "");
        return new Request(name, attempt, "o", 1, Duration.ofSeconds(30), null, queue);
    }
}
