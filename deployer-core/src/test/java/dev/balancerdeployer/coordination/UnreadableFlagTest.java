package dev.balancerdeployer.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.balancerdeployer.coordination.Semaphores.Outcome.Granted;
import dev.balancerdeployer.coordination.WriteGuard.Clearance.Cleared;
import dev.balancerdeployer.coordination.WriteGuard.Clearance.Refused;
import dev.balancerdeployer.coordination.mongo.MongoAdapters;
import dev.balancerdeployer.store.Store;
import dev.balancerdeployertest.Fault;
import dev.balancerdeployertest.TestMongo;
import java.time.Duration;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The guard of a run while the store of the flag does not answer it (SPEC C5, P-C1). */
class UnreadableFlagTest {

    private static final TestMongo MONGO = TestMongo.throughProxy("connectTimeoutMS=300");
    private static final MongoAdapters DIRECT = MongoAdapters.of(new Store(MONGO.direct()));
    private static final MongoAdapters THROUGH = MongoAdapters.of(new Store(MONGO.database()));
    private static final Actor ANN = new Actor("ann", null);

    private final SemaphoreName name = new SemaphoreName("s-" + UUID.randomUUID());
    private final ItsPath path = new ItsPath("flags/" + UUID.randomUUID());

    @BeforeEach
    void open() {
        DIRECT.values().create(path, SwitchFlag.OPEN, ANN, null);
        DIRECT.semaphores().ensure(name, 1);
    }

    @AfterEach
    void heal() {
        MONGO.proxy().heal();
    }

    @AfterAll
    static void stop() {
        MONGO.close();
    }

    @Test
    void refusesWhileTheFlagIsSwallowedAndRecoversByItself() {
        var guard = guard();
        assertThat(guard.clear()).isInstanceOf(Cleared.class);

        MONGO.proxy()
                .onEach(it -> it.collection().equals("its") ? Fault.SWALLOW_REQUEST : Fault.NONE);
        var start = System.nanoTime();
        var refused = guard.clear();

        assertThat(refused)
                .isEqualTo(
                        new Refused(
                                "kill switch %s could not be read within 1 s".formatted(path),
                                false));
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(900), Duration.ofSeconds(3));
        MONGO.proxy().heal();
        await().until(() -> guard.clear() instanceof Cleared);
    }

    @Test
    void refusesInABlackHoleAndRecoversByItself() {
        var guard = guard();
        assertThat(guard.clear()).isInstanceOf(Cleared.class);

        MONGO.proxy().blackHole();
        var start = System.nanoTime();
        var refused = guard.clear();

        assertThat(refused).isInstanceOf(Refused.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
        MONGO.proxy().heal();
        await().until(() -> guard.clear() instanceof Cleared);
    }

    /** What is read late allows no more than what was read in time. */
    @Test
    void countsTheTwoSecondsFromTheTimeThoughTheFlagIsSlow() {
        var guard = guard();
        var before = DIRECT.time().now();
        MONGO.proxy()
                .onNext(it -> it.collection().equals("its"), Fault.delay(Duration.ofMillis(300)));

        var cleared = (Cleared) guard.clear();

        assertThat(cleared.notAfter())
                .isBefore(DIRECT.time().now().plusMillis(1_750))
                .isAfterOrEqualTo(before.plusSeconds(2));
    }

    private WriteGuard guard() {
        var attempt = new AttemptIds(new Random()).next();
        var request =
                new Semaphores.Request(
                        name, attempt, "holder", 1, Duration.ofMinutes(1), null, false);
        var grant = ((Granted) DIRECT.semaphores().acquire(request)).grant();
        var killSwitch = new FlagKillSwitch(THROUGH.values(), path, ClosedLocations.HOLD);
        return new RunGuard(THROUGH.time(), killSwitch, THROUGH.semaphores(), grant.fence());
    }
}
