package dev.balancerdeployer.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.balancerdeployer.coordination.Semaphores.Outcome.Granted;
import dev.balancerdeployer.coordination.Semaphores.Outcome.Waiting;
import dev.balancerdeployer.coordination.Semaphores.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link Semaphores} must do (SPEC C1-C3); each implementation's test extends it. */
public abstract class SemaphoresContract {

    private static final Duration TTL = Duration.ofSeconds(30);
    private static final Duration WITHIN = Duration.ofSeconds(9);
    private static final Duration AFTER = Duration.ofSeconds(10);

    private final SemaphoreName name = new SemaphoreName("s-" + UUID.randomUUID());

    protected abstract Semaphores semaphores();

    /** Lets time go by for that semaphore: all that it knows is that much older. */
    protected abstract void age(SemaphoreName name, Duration by);

    // ---- permits

    @Test
    void grantsAPermitThatIsFree() {
        semaphores().ensure(name, 3);
        var run = new RunId("run-1");

        var grant = granted(new Request(name, attempt(), "host/1/run-1", 2, TTL, run, false));

        assertThat(grant.fence()).isEqualTo(new Fence(name, 1));
        assertThat(grant.owner()).isEqualTo("host/1/run-1");
        assertThat(grant.weight()).isEqualTo(2);
        assertThat(grant.ttl()).isEqualTo(TTL);
        assertThat(grant.runId()).isEqualTo(run);
        assertThat(grant.expiresAt()).isAfter(grant.since());
        assertThat(semaphores().current(grant.fence())).contains(grant);
        var view = view();
        assertThat(view.capacity()).isEqualTo(3);
        assertThat(view.used()).isEqualTo(2);
        assertThat(view.fence()).isEqualTo(1);
        assertThat(view.holders()).containsExactly(grant);
        assertThat(view.waiting()).isEmpty();
    }

    @Test
    void neverGrantsMoreThanItsCapacity() {
        semaphores().ensure(name, 3);
        granted(request(attempt(), 2));

        assertThat(ask(request(attempt(), 2))).isInstanceOf(Waiting.class);

        granted(request(attempt(), 1));
        assertThat(view().used()).isEqualTo(3);
    }

    @Test
    void refusesAWeightAboveItsCapacity() {
        semaphores().ensure(name, 3);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ask(request(attempt(), 4)))
                .withMessageContaining("weight");
    }

    @Test
    void refusesToWorkWithASemaphoreThatNobodyEnsured() {
        assertThatIllegalArgumentException().isThrownBy(() -> ask(request(attempt(), 1)));
        assertThat(semaphores().find(name)).isEmpty();
        assertThat(semaphores().breakHolders(name)).isEmpty();
        assertThat(semaphores().reap(name)).isEmpty();
        assertThat(semaphores().current(new Fence(name, 1))).isEmpty();
    }

    @Test
    void keepsFenceHoldersAndCapacityWhenEnsuredAgain() {
        semaphores().ensure(name, 1);
        var grant = granted(request(attempt(), 1));

        semaphores().ensure(name, 5);

        assertThat(view().capacity()).isEqualTo(1);
        assertThat(view().holders()).containsExactly(grant);
    }

    @Test
    void answersTheSameGrantToTheSameAttempt() {
        semaphores().ensure(name, 3);
        var request = request(attempt(), 2);
        var first = granted(request);

        var again = granted(request);

        assertThat(again).isEqualTo(first);
        assertThat(view().used()).isEqualTo(2);
    }

    @Test
    void countsFencesUpForEver() {
        semaphores().ensure(name, 1);
        var fences = new ArrayList<Long>();

        for (var i = 0; i < 5; i++) {
            var grant = granted(request(attempt(), 1));
            fences.add(grant.fence().number());
            if (i % 2 == 0) {
                semaphores().release(grant);
            } else {
                age(name, TTL);
            }
        }

        assertThat(fences).containsExactlyElementsOf(LongStream.rangeClosed(1, 5).boxed().toList());
    }

    // ---- renewal

    @Test
    void renewsFromNowOn() {
        semaphores().ensure(name, 1);
        var grant = granted(request(attempt(), 1));
        age(name, WITHIN);
        var before = semaphores().current(grant.fence()).orElseThrow();

        var renewed = semaphores().renew(grant, null).orElseThrow();

        assertThat(renewed.expiresAt()).isAfterOrEqualTo(before.expiresAt().plus(WITHIN));
        assertThat(renewed.ttl()).isEqualTo(TTL);
        assertThat(renewed.since()).isEqualTo(before.since());
        assertThat(semaphores().current(grant.fence())).contains(renewed);
    }

    @Test
    void renewsWithANewTtlThatStays() {
        semaphores().ensure(name, 1);
        var grant = granted(request(attempt(), 1));

        var renewed = semaphores().renew(grant, Duration.ofHours(1)).orElseThrow();
        age(name, Duration.ofMinutes(50));
        var again = semaphores().renew(grant, null).orElseThrow();

        assertThat(renewed.ttl()).isEqualTo(Duration.ofHours(1));
        assertThat(again.ttl()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void neverShortensALease() {
        semaphores().ensure(name, 1);
        var grant = granted(request(attempt(), 1));

        var renewed = semaphores().renew(grant, Duration.ofSeconds(1)).orElseThrow();

        assertThat(renewed.expiresAt()).isEqualTo(grant.expiresAt());
        assertThat(semaphores().current(grant.fence())).contains(grant);
    }

    @Test
    void takesAShorterTtlOnceItShortensNothing() {
        semaphores().ensure(name, 1);
        var grant = granted(request(attempt(), 1));
        age(name, TTL.minusSeconds(5));

        var renewed = semaphores().renew(grant, Duration.ofSeconds(10)).orElseThrow();

        assertThat(renewed.ttl()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void refusesATtlOutOfBounds() {
        semaphores().ensure(name, 1);
        var grant = granted(request(attempt(), 1));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> semaphores().renew(grant, Duration.ofMillis(999)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> semaphores().renew(grant, Duration.ofHours(2).plusMillis(1)));
    }

    @Test
    void doesNotRenewWhatHasExpired() {
        semaphores().ensure(name, 1);
        var grant = granted(request(attempt(), 1));
        age(name, TTL);

        assertThat(semaphores().renew(grant, null)).isEmpty();
        assertThat(semaphores().renew(grant, TTL)).isEmpty();
        assertThat(semaphores().current(grant.fence())).isEmpty();
    }

    @Test
    void doesNotRenewWhatWasReleased() {
        semaphores().ensure(name, 1);
        var grant = granted(request(attempt(), 1));
        semaphores().release(grant);

        assertThat(semaphores().renew(grant, null)).isEmpty();
    }

    // ---- release, expiry (P-L2: what ShedLock allows a stale holder)

    @Test
    void givesThePermitBackAtOnce() {
        semaphores().ensure(name, 1);
        var grant = granted(request(attempt(), 1));

        assertThat(semaphores().release(grant)).isTrue();

        assertThat(view().used()).isZero();
        assertThat(granted(request(attempt(), 1)).fence().number()).isEqualTo(2);
    }

    @Test
    void releasesOnce() {
        semaphores().ensure(name, 2);
        granted(request(attempt(), 1));
        var grant = granted(request(attempt(), 1));

        assertThat(semaphores().release(grant)).isTrue();
        assertThat(semaphores().release(grant)).isFalse();

        assertThat(view().used()).isEqualTo(1);
    }

    @Test
    void grantsAnExpiredPermitToTheNext() {
        semaphores().ensure(name, 1);
        granted(request(attempt(), 1));
        age(name, TTL.minusSeconds(1));
        assertThat(ask(request(attempt(), 1))).isInstanceOf(Waiting.class);

        age(name, Duration.ofSeconds(1));

        assertThat(granted(request(attempt(), 1)).fence().number()).isEqualTo(2);
        assertThat(view().used()).isEqualTo(1);
    }

    @Test
    void keepsAStaleHolderFromTouchingItsSuccessor() {
        semaphores().ensure(name, 1);
        var stale = granted(request(attempt(), 1));
        age(name, TTL);
        var successor = granted(request(attempt(), 1));

        assertThat(semaphores().release(stale)).isFalse();
        assertThat(semaphores().renew(stale, null)).isEmpty();
        assertThat(semaphores().renew(stale, Duration.ofHours(1))).isEmpty();

        assertThat(view().holders()).containsExactly(successor);
    }

    @Test
    void keepsAnOldGrantOfAnAttemptFromTouchingItsNewOne() {
        semaphores().ensure(name, 1);
        var attempt = attempt();
        var stale = granted(request(attempt, 1));
        age(name, TTL);
        var fresh = granted(request(attempt, 1));

        assertThat(fresh.fence().number()).isEqualTo(2);
        assertThat(semaphores().release(stale)).isFalse();
        assertThat(semaphores().renew(stale, null)).isEmpty();
        assertThat(view().holders()).containsExactly(fresh);
    }

    @Test
    void readsTheTtlFromThePermitItself() {
        semaphores().ensure(name, 2);
        var brief =
                granted(new Request(name, attempt(), "o", 1, Duration.ofSeconds(2), null, false));
        var longer = granted(request(attempt(), 1));

        age(name, Duration.ofSeconds(2));

        assertThat(view().holders())
                .extracting(Grant::fence)
                .containsExactly(longer.fence())
                .doesNotContain(brief.fence());
        assertThat(view().used()).isEqualTo(1);
    }

    @Test
    void reapsWhatHasExpiredAndNothingElse() {
        semaphores().ensure(name, 3);
        var brief =
                granted(new Request(name, attempt(), "o", 2, Duration.ofSeconds(2), null, false));
        var longer = granted(request(attempt(), 1));
        assertThat(semaphores().reap(name)).isEmpty();
        age(name, Duration.ofSeconds(2));

        assertThat(semaphores().reap(name)).extracting(Grant::fence).containsExactly(brief.fence());
        assertThat(semaphores().reap(name)).isEmpty();

        granted(request(attempt(), 2));
        assertThat(semaphores().current(longer.fence())).isPresent();
    }

    // ---- the line (P-L8)

    @Test
    void servesFirstComeFirst() {
        semaphores().ensure(name, 1);
        var held = granted(request(attempt(), 1));
        var first = waiting(attempt(), 1);
        var second = waiting(attempt(), 1);
        assertThat(view().waiting())
                .extracting(SemaphoreView.Waiter::attempt)
                .containsExactly(first.attempt(), second.attempt());
        semaphores().release(held);

        assertThat(((Waiting) ask(second)).ahead()).isEqualTo(1);
        assertThat(((Waiting) ask(request(attempt(), 1))).ahead()).isEqualTo(2);

        var grant = granted(first);
        assertThat(((Waiting) ask(second)).ahead()).isZero();
        semaphores().release(grant);
        granted(second);
        assertThat(view().waiting()).isEmpty();
    }

    @Test
    void doesNotLetTheLightPassTheHeavy() {
        semaphores().ensure(name, 3);
        var held = granted(request(attempt(), 1));
        var heavy = waiting(attempt(), 3);
        var light = waiting(attempt(), 1);

        assertThat(ask(light)).isInstanceOf(Waiting.class);

        semaphores().release(held);
        assertThat(ask(light)).isInstanceOf(Waiting.class);
        granted(heavy);
    }

    @Test
    void givesNoPlaceToOneWhoDidNotAskForIt() {
        semaphores().ensure(name, 1);
        granted(request(attempt(), 1));

        assertThat(ask(request(attempt(), 1)))
                .isInstanceOfSatisfying(
                        Waiting.class,
                        it -> {
                            assertThat(it.ahead()).isZero();
                            assertThat(it.now().holders()).hasSize(1);
                            assertThat(it.now().waiting()).isEmpty();
                        });
        assertThat(view().waiting()).isEmpty();
    }

    @Test
    void keepsThePlaceOfOneWhoAsksAgainInTime() {
        semaphores().ensure(name, 1);
        var held = granted(request(attempt(), 1));
        var first = waiting(attempt(), 1);
        age(name, WITHIN);
        ask(first);
        var second = waiting(attempt(), 1);
        age(name, WITHIN);
        semaphores().release(held);

        assertThat(ask(second)).isInstanceOf(Waiting.class);
        granted(first);
    }

    @Test
    void forgetsOneWhoStoppedAsking() {
        semaphores().ensure(name, 1);
        var held = granted(request(attempt(), 1));
        waiting(attempt(), 1);
        var second = waiting(attempt(), 1);
        age(name, Duration.ofSeconds(5));
        ask(second);
        age(name, Duration.ofSeconds(5));
        assertThat(view().waiting())
                .extracting(SemaphoreView.Waiter::attempt)
                .containsExactly(second.attempt());
        semaphores().release(held);

        granted(second);
    }

    @Test
    void losesThePlaceOfAJobAfterItsTtlIfThatIsShort() {
        semaphores().ensure(name, 1);
        var held = granted(request(attempt(), 1));
        var dead = new Request(name, attempt(), "o", 1, Duration.ofSeconds(4), null, true);
        ask(dead);
        var next = waiting(attempt(), 1);
        age(name, Duration.ofSeconds(3));
        assertThat(view().waiting()).hasSize(2);
        age(name, Duration.ofSeconds(1));
        assertThat(view().waiting())
                .extracting(SemaphoreView.Waiter::attempt)
                .containsExactly(next.attempt());
        semaphores().release(held);

        granted(next);
    }

    @Test
    void keepsThePlaceOfAProgramForTenSecondsWhateverItsTtl() {
        var lease = SemaphoreName.ofLease("l-" + UUID.randomUUID());
        semaphores().ensure(lease, 1);
        granted(new Request(lease, attempt(), "o", 1, TTL, null, false));
        ask(new Request(lease, attempt(), "p", 1, Duration.ofSeconds(1), null, true));

        age(lease, WITHIN);

        assertThat(semaphores().find(lease).orElseThrow().waiting()).hasSize(1);
    }

    @Test
    void putsOneWhosePlaceIsLostAtTheEnd() {
        semaphores().ensure(name, 1);
        var held = granted(request(attempt(), 1));
        var first = waiting(attempt(), 1);
        age(name, Duration.ofSeconds(5));
        var second = waiting(attempt(), 1);
        age(name, Duration.ofSeconds(5));
        semaphores().release(held);

        assertThat(((Waiting) ask(first)).ahead()).isEqualTo(1);
        granted(second);
    }

    @Test
    void grantsTheOnlyOneWhosePlaceIsLost() {
        semaphores().ensure(name, 1);
        var held = granted(request(attempt(), 1));
        var only = waiting(attempt(), 1);
        semaphores().release(held);
        age(name, AFTER);

        granted(only);
        assertThat(view().waiting()).isEmpty();
    }

    @Test
    void leavesTheLine() {
        semaphores().ensure(name, 1);
        var held = granted(request(attempt(), 1));
        var first = waiting(attempt(), 1);
        var second = waiting(attempt(), 1);

        semaphores().leave(name, first.attempt());
        semaphores().leave(name, first.attempt());
        semaphores().leave(name, held.attempt());

        assertThat(view().waiting())
                .extracting(SemaphoreView.Waiter::attempt)
                .containsExactly(second.attempt());
        assertThat(view().holders()).containsExactly(held);
    }

    // ---- breaking (SPEC C7)

    @Test
    void takesThePermitsOfAllHoldersAndRaisesTheFence() {
        semaphores().ensure(name, 3);
        var one = granted(request(attempt(), 1));
        var two = granted(request(attempt(), 2));

        var after = semaphores().breakHolders(name).orElseThrow();

        assertThat(after.holders()).isEmpty();
        assertThat(after.used()).isZero();
        assertThat(after.fence()).isEqualTo(3);
        assertThat(semaphores().current(one.fence())).isEmpty();
        assertThat(semaphores().renew(two, null)).isEmpty();
        assertThat(semaphores().release(two)).isFalse();
    }

    @Test
    void grantsNothingForTwoSecondsAfterABreak() {
        semaphores().ensure(name, 1);
        granted(request(attempt(), 1));
        semaphores().breakHolders(name);
        assertThat(ask(request(attempt(), 1))).isInstanceOf(Waiting.class);
        var next = waiting(attempt(), 1);

        age(name, Duration.ofSeconds(2));

        assertThat(ask(request(attempt(), 1))).isInstanceOf(Waiting.class);
        assertThat(granted(next).fence().number()).isEqualTo(3);
    }

    // ---- listing

    @Test
    void listsSemaphoresAndHeldLeasesApart() {
        var prefix = "l-" + UUID.randomUUID();
        var plain = new SemaphoreName(prefix);
        var held = SemaphoreName.ofLease(prefix + "-b");
        var free = SemaphoreName.ofLease(prefix + "-c");
        List.of(plain, held, free).forEach(it -> semaphores().ensure(it, 1));
        granted(new Request(held, attempt(), "o", 1, TTL, null, false));

        assertThat(all(false)).contains(plain).noneMatch(SemaphoreName::isLease);
        assertThat(all(true)).contains(held).doesNotContain(free).allMatch(SemaphoreName::isLease);
        assertThat(all(false)).isSortedAccordingTo((a, b) -> a.value().compareTo(b.value()));
        assertThat(all(false)).doesNotHaveDuplicates();
    }

    @Test
    void refusesACursorThatNoPageGaveOut() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> semaphores().list(false, new PageRequest(5, "?")));
    }

    // ---- many at once (P-L1, P-L4)

    @Test
    void holdsItsPromisesUnderManyThreads() throws Exception {
        var capacity = 3;
        semaphores().ensure(name, capacity);
        var seed = new Random().nextLong();
        System.out.println("seed " + seed);
        var inUse = new AtomicInteger();
        var fences = new ArrayList<List<Long>>();

        try (var threads = Executors.newFixedThreadPool(8)) {
            var workers =
                    IntStream.range(0, 8)
                            .mapToObj(it -> worker(new Random(seed + it), inUse, capacity))
                            .toList();
            for (var each : threads.invokeAll(workers)) {
                fences.add(each.get());
            }
        }

        assertThat(fences).allSatisfy(it -> assertThat(it).isSorted());
        var every = fences.stream().flatMap(List::stream).toList();
        assertThat(every).hasSizeGreaterThan(8);
        assertThat(new HashSet<>(every)).hasSameSizeAs(every);
        assertThat(view().fence()).isEqualTo(every.size());
        assertThat(view().used()).isZero();
        assertThat(view().waiting()).isEmpty();
    }

    /** Acquires, now in line and now not, and gives up now and then. */
    private Callable<List<Long>> worker(Random random, AtomicInteger inUse, int capacity) {
        return () -> {
            var fences = new ArrayList<Long>();
            for (var round = 0; round < 15; round++) {
                var weight = 1 + random.nextInt(capacity);
                var queue = random.nextInt(3) > 0;
                var request = request(attempt(), weight, queue);
                var tries = random.nextInt(40);
                var grant = askOften(request, tries);
                if (grant == null) {
                    semaphores().leave(name, request.attempt());
                    continue;
                }
                assertThat(inUse.addAndGet(weight)).isLessThanOrEqualTo(capacity);
                fences.add(grant.fence().number());
                if (random.nextBoolean()) {
                    assertThat(semaphores().renew(grant, null)).isPresent();
                }
                inUse.addAndGet(-weight);
                assertThat(semaphores().release(grant)).isTrue();
            }
            return fences;
        };
    }

    private @Nullable Grant askOften(Request request, int tries) {
        for (var i = 0; i <= tries; i++) {
            if (ask(request) instanceof Granted(Grant grant)) {
                return grant;
            }
        }
        return null;
    }

    // ---- helpers

    private Semaphores.Outcome ask(Request request) {
        return semaphores().acquire(request);
    }

    private Grant granted(Request request) {
        var outcome = ask(request);
        assertThat(outcome).isInstanceOf(Granted.class);
        return ((Granted) outcome).grant();
    }

    /** Asks for a place in the line. */
    private Request waiting(String attempt, int weight) {
        var request = request(attempt, weight, true);
        assertThat(ask(request)).isInstanceOf(Waiting.class);
        return request;
    }

    private Request request(String attempt, int weight) {
        return request(attempt, weight, false);
    }

    private Request request(String attempt, int weight, boolean queue) {
        return new Request(name, attempt, "host/1/" + attempt, weight, TTL, null, queue);
    }

    private SemaphoreView view() {
        return semaphores().find(name).orElseThrow();
    }

    private List<SemaphoreName> all(boolean leases) {
        var names = new ArrayList<SemaphoreName>();
        String after = null;
        do {
            var page = semaphores().list(leases, new PageRequest(2, after));
            page.items().forEach(it -> names.add(it.name()));
            after = page.next();
        } while (after != null);
        return names;
    }

    private static String attempt() {
        return UUID.randomUUID().toString().replace("-", "");
    }
}
