package dev.balancerdeployer.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.balancerdeployer.coordination.ProgramLeases.Acquired;
import dev.balancerdeployer.coordination.ProgramLeases.Acquired.Granted;
import dev.balancerdeployer.coordination.ProgramLeases.Acquired.Held;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProgramLeasesTest {

    private static final Duration TTL = Duration.ofSeconds(30);
    private static final Duration NO_WAIT = Duration.ZERO;
    private static final Duration BRIEFLY = Duration.ofSeconds(1);
    private static final String NAME = "home.maps-cluster";

    private final ManualPace pace = new ManualPace();
    private final InMemorySemaphores store = new InMemorySemaphores(pace.clock);
    private final FaultySemaphores semaphores = new FaultySemaphores(store);
    private final ProgramLeases leases = replica();

    private ProgramLeases replica() {
        return new ProgramLeases(semaphores, pace, new AttemptIds(new Random()));
    }

    // ---- acquiring

    @Test
    void grantsALeaseThatNobodyHas() throws Exception {
        var granted = granted(acquire("host:1", NO_WAIT));

        assertThat(granted.isNew()).isTrue();
        assertThat(granted.lease())
                .isEqualTo(
                        new ProgramLease(NAME, "host:1", 1, pace.clock.instant(), now().plus(TTL)));
        assertThat(store.find(new SemaphoreName("lease/" + NAME))).isPresent();
    }

    @Test
    void refusesALeaseThatSomebodyElseHas() throws Exception {
        granted(acquire("host:1", NO_WAIT));

        assertThat(acquire("host:2", NO_WAIT)).isEqualTo(new Held("host:1"));
        assertThat(acquire("host:2", BRIEFLY)).isEqualTo(new Held("host:1"));
        assertThat(now()).isEqualTo(begin().plus(BRIEFLY));
    }

    @Test
    void answersTheLeaseThatTheOwnerHas() throws Exception {
        var first = granted(acquire("host:1", NO_WAIT));

        var again = granted(replica().acquire(NAME, "host:1", Duration.ofHours(1), NO_WAIT));

        assertThat(again.isNew()).isFalse();
        assertThat(again.leaseId()).isEqualTo(first.leaseId());
        assertThat(again.lease()).isEqualTo(first.lease());
    }

    @Test
    void waitsForALease() throws Exception {
        var first = granted(acquire("host:1", NO_WAIT));
        pace.duringPauses(() -> {
            if (now().isAfter(begin().plusSeconds(40))) {
                leases.release(first.leaseId());
            } else {
                leases.renew(first.leaseId(), null);
            }
        });

        var second = granted(acquire("host:2", ProgramLeases.MAX_WAIT));

        assertThat(second.isNew()).isTrue();
        assertThat(second.lease().fence()).isEqualTo(2);
        assertThat(now()).isBefore(begin().plusSeconds(41));
    }

    @Test
    void takesOverALeaseThatExpires() throws Exception {
        granted(acquire("host:1", NO_WAIT));

        var second = granted(acquire("host:2", ProgramLeases.MAX_WAIT));

        assertThat(second.lease().since()).isBefore(begin().plus(TTL).plusSeconds(1));
    }

    @Test
    void keepsThePlaceOfACallerThatAsksAgainOfAnyReplica() throws Exception {
        var first = granted(acquire("host:1", NO_WAIT));
        acquire("host:2", BRIEFLY);
        acquire("host:3", BRIEFLY);
        pace.pass(Duration.ofSeconds(5));
        assertThat(replica().acquire(NAME, "host:2", TTL, NO_WAIT)).isInstanceOf(Held.class);
        assertThat(replica().acquire(NAME, "host:3", TTL, NO_WAIT)).isInstanceOf(Held.class);
        pace.pass(Duration.ofSeconds(5));
        leases.release(first.leaseId());

        assertThat(acquire("host:3", NO_WAIT)).isEqualTo(new Held("host:2"));
        granted(replica().acquire(NAME, "host:2", TTL, NO_WAIT));
    }

    @Test
    void givesNoPlaceToACallerThatDoesNotWait() throws Exception {
        var first = granted(acquire("host:1", NO_WAIT));
        acquire("host:2", NO_WAIT);
        leases.release(first.leaseId());

        granted(acquire("host:3", NO_WAIT));
    }

    @Test
    void answersBothOfTwoCallsOfOneOwner() throws Exception {
        var first = granted(acquire("host:1", NO_WAIT));
        acquire("host:2", BRIEFLY);
        var own = new ArrayList<Acquired>();
        pace.duringPauses(() -> {
            if (own.isEmpty()) {
                leases.release(first.leaseId());
                store.leave(SemaphoreName.ofLease(NAME), waiting().getFirst().attempt());
                own.add(unchecked("host:2"));
            }
        });

        var other = granted(acquire("host:2", ProgramLeases.MAX_WAIT));

        assertThat(other.isNew()).isFalse();
        assertThat(own)
                .singleElement()
                .isInstanceOfSatisfying(
                        Granted.class, it -> assertThat(it.leaseId()).isEqualTo(other.leaseId()));
        assertThat(waiting()).isEmpty();
    }

    @Test
    void findsTheLeaseWhoseAnswerWasLost() throws Exception {
        store.ensure(SemaphoreName.ofLease(NAME), 1);
        store.acquire(
                new Semaphores.Request(
                        SemaphoreName.ofLease(NAME), "a".repeat(32), "host:1", 1, TTL, null, true));

        assertThat(granted(acquire("host:1", NO_WAIT)).isNew()).isFalse();
    }

    @Test
    void refusesWhatIsOutOfBounds() {
        var tooLong = ProgramLeases.MAX_WAIT.plusMillis(1);

        assertRefused("name", "a/b", "o", TTL, NO_WAIT);
        assertRefused("owner", NAME, "", TTL, NO_WAIT);
        assertRefused("ttl", NAME, "o", Duration.ofMillis(999), NO_WAIT);
        assertRefused("wait", NAME, "o", TTL, tooLong);
        assertRefused("wait", NAME, "o", TTL, Duration.ofMillis(-1));
        assertThat(store.list(true, PageRequest.first(1)).items()).isEmpty();
    }

    private void assertRefused(
            String what, String name, String owner, Duration ttl, Duration wait) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> leases.acquire(name, owner, ttl, wait))
                .withMessageStartingWith(what + ":");
    }

    // ---- renewing, releasing

    @Test
    void renewsByTheIdAlone() throws Exception {
        var granted = granted(acquire("host:1", NO_WAIT));
        pace.pass(Duration.ofSeconds(20));

        var renewed = replica().renew(granted.leaseId(), null).orElseThrow();

        assertThat(renewed.expiresAt()).isEqualTo(now().plus(TTL));
        assertThat(leases.renew(granted.leaseId(), Duration.ofHours(1)))
                .hasValueSatisfying(it ->
                        assertThat(it.expiresAt()).isEqualTo(now().plus(Duration.ofHours(1))));
    }

    @Test
    void neitherRenewsNorReleasesWhatIsLost() throws Exception {
        var lost = granted(acquire("host:1", NO_WAIT));
        pace.pass(TTL);
        granted(acquire("host:2", NO_WAIT));

        assertThat(leases.renew(lost.leaseId(), null)).isEmpty();
        leases.release(lost.leaseId());

        assertThat(held()).extracting(ProgramLease::owner).containsExactly("host:2");
    }

    @Test
    void neitherRenewsNorReleasesByAnIdThatNobodyGaveOut() throws Exception {
        granted(acquire("host:1", NO_WAIT));

        for (var id :
                List.of("", NAME, "0".repeat(32) + "." + NAME, "0".repeat(32) + ".../x", "\n")) {
            assertThat(leases.renew(id, null)).isEmpty();
            leases.release(id);
        }

        assertThat(held()).hasSize(1);
    }

    @Test
    void releasesAtOnce() throws Exception {
        var granted = granted(acquire("host:1", NO_WAIT));

        replica().release(granted.leaseId());
        leases.release(granted.leaseId());

        assertThat(held()).isEmpty();
        assertThat(granted(acquire("host:2", NO_WAIT)).lease().fence()).isEqualTo(2);
    }

    // ---- listing, breaking

    @Test
    void listsWhatIsHeldInPages() throws Exception {
        for (var name : List.of("c", "a", "d", "b")) {
            leases.acquire(name, "host:1", name.equals("b") ? BRIEFLY : TTL, NO_WAIT);
        }
        store.ensure(new SemaphoreName("jobs"), 1);
        pace.pass(BRIEFLY);

        var first = leases.list(PageRequest.first(2));
        var second = leases.list(new PageRequest(2, first.next()));

        assertThat(first.items()).extracting(ProgramLease::name).containsExactly("a", "c");
        assertThat(second.items()).extracting(ProgramLease::name).containsExactly("d");
        assertThat(second.next()).isNull();
    }

    @Test
    void breaksALease() throws Exception {
        var broken = granted(acquire("host:1", NO_WAIT));

        assertThat(leases.breakLease(NAME)).contains(broken.lease());

        assertThat(leases.renew(broken.leaseId(), null)).isEmpty();
        assertThat(acquire("host:2", NO_WAIT)).isEqualTo(new Held(null));
        pace.pass(Duration.ofSeconds(2));
        assertThat(granted(acquire("host:2", NO_WAIT)).lease().fence()).isEqualTo(3);
    }

    @Test
    void breaksNothingThatNobodyHolds() throws Exception {
        assertThat(leases.breakLease(NAME)).isEmpty();
        var granted = granted(acquire("host:1", NO_WAIT));
        leases.release(granted.leaseId());

        assertThat(leases.breakLease(NAME)).isEmpty();

        assertThat(granted(acquire("host:2", NO_WAIT)).lease().fence()).isEqualTo(2);
    }

    // ---- helpers

    private Acquired acquire(String owner, Duration wait) throws InterruptedException {
        return leases.acquire(NAME, owner, TTL, wait);
    }

    private Acquired unchecked(String owner) {
        try {
            return acquire(owner, NO_WAIT);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Granted granted(Acquired acquired) {
        assertThat(acquired).isInstanceOf(Granted.class);
        return (Granted) acquired;
    }

    private List<ProgramLease> held() {
        return leases.list(PageRequest.first(10)).items();
    }

    private List<SemaphoreView.Waiter> waiting() {
        return store.find(SemaphoreName.ofLease(NAME)).orElseThrow().waiting();
    }

    private Instant now() {
        return pace.clock.instant();
    }

    private static Instant begin() {
        return Instant.parse("2026-01-01T00:00:00Z");
    }
}
