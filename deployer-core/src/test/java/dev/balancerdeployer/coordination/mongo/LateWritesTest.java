package dev.balancerdeployer.coordination.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.coordination.Grant;
import dev.balancerdeployer.coordination.SemaphoreName;
import dev.balancerdeployer.coordination.SemaphoreView;
import dev.balancerdeployer.coordination.Semaphores;
import dev.balancerdeployer.coordination.Semaphores.Outcome.Granted;
import dev.balancerdeployer.coordination.Semaphores.Outcome.Waiting;
import dev.balancerdeployer.coordination.Semaphores.Request;
import dev.balancerdeployer.coordination.StoreUnavailable;
import dev.balancerdeployer.store.Store;
import dev.balancerdeployertest.TestMongo;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A caller reads, stalls, and writes late (P-L9): between its read and its write, something else
 * happens, and its write must not land any more. The stall is put where it asks for the time; when
 * it asks again, after its late write has matched nothing, it dies.
 */
class LateWritesTest {

    private static final TestMongo MONGO = TestMongo.start();
    private static final Store STORE = new Store(MONGO.database());
    private static final DatabaseTime TIME = new MongoDatabaseTime(STORE);

    private final SemaphoreName name = new SemaphoreName("s-" + UUID.randomUUID());
    private final Semaphores semaphores = new MongoSemaphores(STORE, TIME);

    @AfterAll
    static void stop() {
        MONGO.close();
    }

    /** Time matters to a semaphore that was ever broken, so that every caller asks for it. */
    @BeforeEach
    void breakOnce() {
        semaphores.ensure(name, 1);
        semaphores.breakHolders(name);
        SemaphoreAging.age(STORE, name, Duration.ofMinutes(1));
    }

    @Test
    void isNotGrantedAfterItsCallerHasLeft() {
        var request = request(false);

        dies(request, () -> semaphores.leave(name, request.attempt()));

        assertThat(view().holders()).isEmpty();
    }

    @Test
    void isNotGrantedFromTheLineAfterItsCallerHasLeft() {
        var held = granted(request(false));
        var request = request(true);
        assertThat(semaphores.acquire(request)).isInstanceOf(Waiting.class);
        semaphores.release(held);

        dies(request, () -> semaphores.leave(name, request.attempt()));

        assertThat(view().holders()).isEmpty();
        assertThat(view().waiting()).isEmpty();
    }

    @Test
    void isNotGrantedFromTheLineAfterItsPlaceWasLost() {
        var held = granted(request(false));
        var request = request(true);
        assertThat(semaphores.acquire(request)).isInstanceOf(Waiting.class);
        semaphores.release(held);

        dies(request, () -> SemaphoreAging.age(STORE, name, Duration.ofSeconds(10)));

        assertThat(view().holders()).isEmpty();
    }

    @Test
    void doesNotJoinTheLineAfterItsCallerHasLeft() {
        granted(request(false));
        var request = request(true);

        dies(request, () -> semaphores.leave(name, request.attempt()));

        assertThat(view().waiting()).isEmpty();
    }

    @Test
    void isNotGrantedWhatSomebodyElseWasGrantedMeanwhile() {
        var request = request(false);

        dies(request, () -> granted(request(false)));

        assertThat(view().holders()).hasSize(1).noneMatch(it -> isOf(it, request));
    }

    @Test
    void isNotGrantedTwice() {
        var request = request(false);

        dies(request, () -> granted(request));

        assertThat(view().holders()).singleElement().matches(it -> isOf(it, request));
        assertThat(view().fence()).isEqualTo(2);
        assertThat(granted(request).fence().number()).isEqualTo(2);
    }

    @Test
    void isNotGrantedAfterABreak() {
        var request = request(false);

        dies(request, () -> semaphores.breakHolders(name));

        assertThat(view().holders()).isEmpty();
    }

    @Test
    void isNotGrantedFromTheLineUnderAFenceThatABreakHasPassed() {
        var held = granted(request(false));
        var request = request(true);
        assertThat(semaphores.acquire(request)).isInstanceOf(Waiting.class);
        semaphores.release(held);

        dies(
                request,
                () -> {
                    semaphores.breakHolders(name);
                    SemaphoreAging.age(STORE, name, Duration.ofSeconds(3));
                });

        assertThat(view().holders()).isEmpty();
        assertThat(granted(request).fence().number()).isEqualTo(4);
    }

    @Test
    void doesNotReapWhatWasRenewedMeanwhile() {
        var held = granted(request(false));
        SemaphoreAging.age(STORE, name, held.ttl().minusSeconds(1));
        DatabaseTime wrong =
                () -> {
                    assertThat(semaphores.renew(held, null)).isPresent();
                    return TIME.now().plusSeconds(5);
                };

        assertThat(new MongoSemaphores(STORE, wrong).reap(name)).isEmpty();

        assertThat(semaphores.current(held.fence())).isPresent();
    }

    /** Lets the call stall for as long as something else happens, and write after it. */
    private void dies(Request request, Runnable meanwhile) {
        var asked = new AtomicInteger();
        DatabaseTime stalling =
                () -> {
                    var now = TIME.now();
                    if (asked.incrementAndGet() > 1) {
                        throw new StoreUnavailable("died", new IllegalStateException("test"));
                    }
                    meanwhile.run();
                    return now;
                };
        assertThatThrownBy(() -> new MongoSemaphores(STORE, stalling).acquire(request))
                .isInstanceOf(StoreUnavailable.class);
        assertThat(asked).hasValue(2);
    }

    private Grant granted(Request request) {
        return ((Granted) semaphores.acquire(request)).grant();
    }

    private static boolean isOf(Grant grant, Request request) {
        return grant.attempt().equals(request.attempt());
    }

    private SemaphoreView view() {
        return semaphores.find(name).orElseThrow();
    }

    private Request request(boolean queue) {
        var attempt = UUID.randomUUID().toString().replace("-", "");
        return new Request(name, attempt, "o", 1, Duration.ofSeconds(30), null, queue);
    }
}
