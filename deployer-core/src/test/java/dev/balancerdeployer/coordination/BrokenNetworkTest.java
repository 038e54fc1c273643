package dev.balancerdeployer.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.balancerdeployer.coordination.mongo.MongoAdapters;
import dev.balancerdeployer.store.Store;
import dev.balancerdeployertest.FaultProxy;
import dev.balancerdeployertest.TestMongo;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A holder whose network to the database breaks, on real time, scaled down (P-L6, P-L10). */
class BrokenNetworkTest {

    private static final LeaseTiming QUICK = timing(1_000, 200, 750);
    private static final LeaseTiming PATIENT = timing(3_000, 500, 2_500);

    /**
     * Not shared, for calls hang in the broken network for longer than a test takes. Connected
     * beforehand, for the limit of a call (10 s) that two new connections at most may hang is not
     * scaled down.
     */
    private final TestMongo mongo = TestMongo.throughProxy("connectTimeoutMS=300&minPoolSize=30");

    private final MongoAdapters direct = MongoAdapters.of(new Store(mongo.direct()));
    private final SemaphoreName name = new SemaphoreName("s-" + UUID.randomUUID());
    private final SystemPace pace = new SystemPace();
    private final AtomicLong proven = new AtomicLong();
    private final Semaphores throughProxy =
            new ForwardingSemaphores(MongoAdapters.of(new Store(mongo.database())).semaphores()) {
                @Override
                public Optional<Grant> renew(Grant grant, @Nullable Duration ttl) {
                    var sent = System.nanoTime();
                    try {
                        var renewed = super.renew(grant, ttl);
                        if (renewed.isPresent()) {
                            proven.accumulateAndGet(sent, Math::max);
                        }
                        return renewed;
                    } catch (IllegalStateException e) {
                        throw new StoreUnavailable("it hung until the test was over", e);
                    }
                }
            };

    @AfterEach
    void stop() {
        pace.close();
        mongo.close();
    }

    /** How the network breaks. */
    enum Break {
        BLACK_HOLE(FaultProxy::blackHole),
        HALF_OPEN(FaultProxy::halfOpen),
        DOWN(FaultProxy::down);

        private final Consumer<FaultProxy> act;

        Break(Consumer<FaultProxy> act) {
            this.act = act;
        }
    }

    @Test
    void losesNoLeaseInAShortBlackHole() throws Exception {
        var lease = acquire(throughProxy, PATIENT, "holder").orElseThrow();
        var before = renewals(0);

        mongo.proxy().blackHole();
        pace.pause(Duration.ofMillis(1_000));
        var during = proven.get();
        mongo.proxy().heal();

        renewals(during);
        assertThat(before).isNotZero();
        assertThat(lease.held()).isTrue();
        assertThat(direct.semaphores().current(lease.fence())).isPresent();
        lease.close();
    }

    @ParameterizedTest
    @EnumSource(Break.class)
    void fencesItselfOffBeforeItsOneSuccessorIsGranted(Break how) throws Exception {
        proven.set(System.nanoTime());
        var lease = acquire(throughProxy, QUICK, "holder").orElseThrow();
        var lostAt = new AtomicLong();
        lease.onLost(() -> lostAt.set(System.nanoTime()));
        var lastAction = new AtomicLong();
        var successorAt = new AtomicLong();
        pace.start(() -> act(lease, lastAction, successorAt));
        renewals(proven.get());

        how.act.accept(mongo.proxy());
        var first = successor("first");
        var second = successor("second");
        var successor = (Lease) CompletableFuture.anyOf(first, second).join();
        successorAt.set(System.nanoTime());

        assertThat(lostAt.get()).isNotZero().isLessThan(successorAt.get());
        assertThat(lastAction.get())
                .isGreaterThan(proven.get())
                .isLessThan(proven.get() + QUICK.fenceAfter().toNanos());
        assertThat(successor.fence().number()).isEqualTo(2);
        assertThat(direct.semaphores().find(name).orElseThrow().holders()).hasSize(1);
        assertThat(first.isDone() && second.isDone()).isFalse();

        mongo.proxy().heal();
        lease.close();
        assertThat(lease.held()).isFalse();
        assertThat(direct.semaphores().current(successor.fence())).isPresent();
        successor.close();
        CompletableFuture.allOf(first, second).join();
        first.join().close();
        second.join().close();
    }

    /** Does something protected whenever it may, also after it was lost. */
    private void act(Lease lease, AtomicLong lastAction, AtomicLong successorAt) {
        try {
            while (successorAt.get() == 0) {
                var now = System.nanoTime();
                if (lease.held()) {
                    lastAction.set(now);
                }
                pace.pause(Duration.ofMillis(2));
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private CompletableFuture<Lease> successor(String owner) {
        var granted = new CompletableFuture<Lease>();
        pace.start(() -> {
            try {
                granted.complete(acquire(direct.semaphores(), PATIENT, owner).orElseThrow());
            } catch (InterruptedException | RuntimeException e) {
                granted.completeExceptionally(e);
            }
        });
        return granted;
    }

    private Optional<Lease> acquire(Semaphores semaphores, LeaseTiming timing, String owner)
            throws InterruptedException {
        var attempts = new AttemptIds(new Random());
        return new LeaseKeeper(semaphores, timing, pace, new LeaseOwner(owner), attempts)
                .acquire(name, new RunId("run-1"), Duration.ofSeconds(10), () -> true);
    }

    /** Waits for a renewal that was sent later than that. */
    private long renewals(long since) {
        await().until(() -> proven.get() > since);
        return proven.get();
    }

    private static LeaseTiming timing(int ttl, int renew, int fenceAfter) {
        return new LeaseTiming(
                Duration.ofMillis(ttl), Duration.ofMillis(renew), Duration.ofMillis(fenceAfter));
    }
}
