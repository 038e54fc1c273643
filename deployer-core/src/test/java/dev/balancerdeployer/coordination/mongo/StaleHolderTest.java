package dev.balancerdeployer.coordination.mongo;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.coordination.Grant;
import dev.balancerdeployer.coordination.SemaphoreName;
import dev.balancerdeployer.coordination.Semaphores;
import dev.balancerdeployer.store.Store;
import dev.balancerdeployertest.MutableClock;
import dev.balancerdeployertest.VirtualMongo;
import java.time.Clock;
import java.time.Duration;
import net.javacrumbs.shedlock.core.ClockProvider;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.SimpleLock;
import net.javacrumbs.shedlock.provider.mongo.MongoLockProvider;
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

    private StaleHolderScenarios ours() {
        return new StaleHolderScenarios(mongo, clock, Ours::new);
    }

    private StaleHolderScenarios shedLock() {
        return new StaleHolderScenarios(mongo, clock, ShedLock::new);
    }

    private static final class Ours implements StaleHolderScenarios.Contender {

        private static final SemaphoreName NAME = new SemaphoreName("lock");

        private final Semaphores semaphores;
        private @Nullable Grant grant;
        private int attempts;

        Ours(VirtualMongo mongo, MutableClock serverClock) {
            var store = new Store(mongo.database("ours"));
            semaphores = new MongoSemaphores(store, new MongoDatabaseTime(store));
            semaphores.ensure(NAME, 1);
        }

        @Override
        public boolean lock(Duration ttl) {
            var attempt = "%032x".formatted(System.identityHashCode(this) * 100L + ++attempts);
            var request = new Semaphores.Request(NAME, attempt, "host", 1, ttl, null, false);
            if (semaphores.acquire(request) instanceof Semaphores.Outcome.Granted(Grant granted)) {
                grant = granted;
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
    }

    private static final class ShedLock implements StaleHolderScenarios.Contender {

        private final MongoLockProvider provider;
        private final MutableClock serverClock;
        private Duration ahead = Duration.ZERO;
        private @Nullable SimpleLock lock;

        ShedLock(VirtualMongo mongo, MutableClock serverClock) {
            this.provider = new MongoLockProvider(mongo.database("shedlock"));
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

        private void setClock() {
            ClockProvider.setClock(Clock.offset(serverClock, ahead));
        }
    }
}
