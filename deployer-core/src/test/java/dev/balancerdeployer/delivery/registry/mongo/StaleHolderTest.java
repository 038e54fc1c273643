package dev.balancerdeployer.delivery.registry.mongo;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.ReplaceOptions;
import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.Grant;
import dev.balancerdeployer.coordination.SemaphoreName;
import dev.balancerdeployer.coordination.Semaphores;
import dev.balancerdeployer.coordination.mongo.MongoAdapters;
import dev.balancerdeployer.delivery.Awacs;
import dev.balancerdeployer.delivery.AwacsNamespace;
import dev.balancerdeployer.delivery.ConfigUpdate;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.ObjectPath;
import dev.balancerdeployer.delivery.Safeguard;
import dev.balancerdeployer.store.Store;
import dev.balancerdeployertest.MutableClock;
import dev.balancerdeployertest.VirtualMongo;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.javacrumbs.shedlock.core.ClockProvider;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.SimpleLock;
import net.javacrumbs.shedlock.provider.mongo.MongoLockProvider;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Ours lets a stale holder do no harm. ShedLock 7, which is asked the same, lets it: what this is
 * measured against, and what a new version of it may change.
 */
class StaleHolderTest {

    private final MutableClock clock = new MutableClock();
    private final VirtualMongo mongo = VirtualMongo.at(clock);

    @AfterEach
    void stop() {
        ClockProvider.setClock(Clock.systemUTC());
        mongo.close();
    }

    @Test
    void aStaleReleaseFreesNothing() {
        assertThat(ours().staleUnlockFreesTheSuccessor()).isFalse();
    }

    @Test
    void anExpiredLeaseIsNotRenewed() {
        assertThat(ours().expiredExtensionIsTaken()).isFalse();
    }

    @Test
    void aFastClockTakesNothing() {
        assertThat(ours().fastClockTakesALiveLock()).isFalse();
    }

    @Test
    void aStalledWriteDoesNotLandOnTheSuccessors() {
        assertThat(ours().staleWriteLandsOnTheSuccessors()).isFalse();
    }

    @Test
    void shedLockFreesTheSuccessorsLock() {
        assertThat(shedLock().staleUnlockFreesTheSuccessor()).isTrue();
    }

    @Test
    void shedLockExtendsTheSuccessorsLock() {
        assertThat(shedLock().expiredExtensionIsTaken()).isTrue();
    }

    @Test
    void shedLockLetsAFastClockTakeALiveLock() {
        assertThat(shedLock().fastClockTakesALiveLock()).isTrue();
    }

    /** It gives no fence that could be passed on with the write. */
    @Test
    void shedLockLetsAStalledWriteLandOnTheSuccessors() {
        assertThat(shedLock().staleWriteLandsOnTheSuccessors()).isTrue();
    }

    private StaleHolderScenarios ours() {
        return new StaleHolderScenarios(mongo, clock, Ours::new);
    }

    private StaleHolderScenarios shedLock() {
        return new StaleHolderScenarios(mongo, clock, ShedLock::new);
    }

    private static final class Ours implements StaleHolderScenarios.Contender {

        private static final SemaphoreName NAME = new SemaphoreName("lock");

        private static final NamespaceId NAMESPACE = new NamespaceId("text");
        private static final ObjectPath TEXT = new ObjectPath("text");

        private final Semaphores semaphores;
        private final Awacs awacs;
        private @Nullable Grant grant;
        private int attempts;

        Ours(VirtualMongo mongo, MutableClock serverClock) {
            var store = new Store(mongo.database("ours"));
            var adapters = MongoAdapters.of(store);
            semaphores = adapters.semaphores();
            awacs = MongoRegistries.on(store, adapters.time());
            semaphores.ensure(NAME, 1);
        }

        @Override
        public boolean lock(Duration ttl) {
            var attempt = "%032x".formatted(System.identityHashCode(this) * 100L + ++attempts);
            var request = new Semaphores.Request(NAME, attempt, "host", 1, ttl, null, false);
            if (semaphores.acquire(request) instanceof Semaphores.Outcome.Granted(Grant granted)) {
                grant = granted;
                awacs.raiseFence(NAMESPACE, granted.fence());
                return true;
            }
            return false;
        }

        @Override
        public void unlock() {
            semaphores.release(requireNonNull(grant));
        }

        @Override
        public boolean extend(Duration ttl) {
            return semaphores.renew(requireNonNull(grant), ttl).isPresent();
        }

        @Override
        public void moveClock(Duration by) {
            // there is no clock of the client's to move
        }

        @Override
        public void write(String text) {
            var version = awacs.find(NAMESPACE).map(AwacsNamespace::version).orElse(null);
            var objects = new TreeMap<>(Map.of(TEXT, text));
            var update = new ConfigUpdate(NAMESPACE, version, objects, List.of(), "", null);
            var safeguard = new Safeguard(null, requireNonNull(grant).fence(), null);
            awacs.update(update, Actor.self(), safeguard);
        }

        @Override
        public String read() {
            var version = awacs.find(NAMESPACE).orElseThrow().version();
            return requireNonNull(awacs.objects(NAMESPACE, version).orElseThrow().get(TEXT));
        }
    }

    private static final class ShedLock implements StaleHolderScenarios.Contender {

        private final MongoLockProvider provider;
        private final MongoCollection<Document> texts;
        private final MutableClock serverClock;
        private Duration ahead = Duration.ZERO;
        private @Nullable SimpleLock lock;

        ShedLock(VirtualMongo mongo, MutableClock serverClock) {
            this.provider = new MongoLockProvider(mongo.database("shedlock"));
            this.texts =
                    mongo.database("shedlock")
                            .getCollection("texts")
                            .withReadConcern(ReadConcern.MAJORITY)
                            .withWriteConcern(WriteConcern.MAJORITY);
            this.serverClock = serverClock;
        }

        @Override
        public boolean lock(Duration ttl) {
            setClock();
            var now = ClockProvider.now();
            var wanted = new LockConfiguration(now, "lock", ttl, Duration.ZERO);
            var got = provider.lock(wanted);
            got.ifPresent(it -> lock = it);
            return got.isPresent();
        }

        @Override
        public void unlock() {
            setClock();
            requireNonNull(lock).unlock();
        }

        @Override
        public boolean extend(Duration ttl) {
            setClock();
            return requireNonNull(lock).extend(ttl, Duration.ZERO).isPresent();
        }

        @Override
        public void moveClock(Duration by) {
            ahead = by;
        }

        @Override
        public void write(String text) {
            var options = new ReplaceOptions().upsert(true);
            texts.replaceOne(new Document("_id", 1), new Document("text", text), options);
        }

        @Override
        public String read() {
            return requireNonNull(texts.find().first()).getString("text");
        }

        private void setClock() {
            ClockProvider.setClock(Clock.offset(serverClock, ahead));
        }
    }
}
