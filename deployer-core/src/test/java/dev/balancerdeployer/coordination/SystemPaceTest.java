package dev.balancerdeployer.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.balancerdeployertest.MutableClock;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Leases with real threads and real time; what they do at which time is shown elsewhere. */
class SystemPaceTest {

    private static final SemaphoreName NAME = new SemaphoreName("jobs");
    private static final RunId RUN = new RunId("run-1");
    private static final LeaseTiming USUAL =
            new LeaseTiming(Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofSeconds(24));
    private static final LeaseTiming QUICK =
            new LeaseTiming(Duration.ofSeconds(1), Duration.ofMillis(50), Duration.ofMillis(300));

    private final SystemPace pace = new SystemPace();
    private final InMemorySemaphores store = new InMemorySemaphores(new MutableClock());
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void stop() {
        end.countDown();
        pace.close();
    }

    @Test
    void fencesItselfOffWhileEveryRenewalHangs() throws Exception {
        var hanging =
                new ForwardingSemaphores(store) {
                    @Override
                    public Optional<Grant> renew(Grant grant, @Nullable Duration ttl) {
                        awaitEnd();
                        return super.renew(grant, ttl);
                    }
                };
        var lost = new AtomicBoolean();
        var lease =
                keeper(hanging, QUICK).acquire(NAME, RUN, Duration.ZERO, () -> true).orElseThrow();
        lease.onLost(() -> lost.set(true));

        await().untilTrue(lost);

        assertThat(lease.held()).isFalse();
    }

    @Test
    void asksWhetherToGoOnWhileTheStoreHangsAndGivesTheGrantBack() throws Exception {
        var hanging =
                new ForwardingSemaphores(store) {
                    @Override
                    public Outcome acquire(Request request) {
                        var outcome = super.acquire(request);
                        awaitEnd();
                        return outcome;
                    }
                };
        var asked = new AtomicBoolean();

        var lease =
                keeper(hanging, USUAL)
                        .acquire(NAME, RUN, Duration.ofHours(1), () -> !asked.getAndSet(true));

        assertThat(lease).isEmpty();
        assertThat(store.find(NAME).orElseThrow().holders()).hasSize(1);
        end.countDown();
        await().untilAsserted(() -> assertThat(store.find(NAME).orElseThrow().holders()).isEmpty());
    }

    @Test
    void handsThePermitOver() throws Exception {
        var keeper = keeper(store, USUAL);
        var first = keeper.acquire(NAME, RUN, Duration.ZERO, () -> true).orElseThrow();
        pace.start(() -> {
            await().until(() -> !store.find(NAME).orElseThrow().waiting().isEmpty());
            first.close();
        });

        var second = keeper.acquire(NAME, new RunId("run-2"), Duration.ofMinutes(1), () -> true);

        assertThat(second).hasValueSatisfying(it -> assertThat(it.held()).isTrue());
    }

    private LeaseKeeper keeper(Semaphores semaphores, LeaseTiming timing) {
        return new LeaseKeeper(
                semaphores, timing, pace, LeaseOwner.ofThisProcess(), new AttemptIds(new Random()));
    }

    private void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
