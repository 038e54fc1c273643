package dev.balancerdeployer.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balancerdeployer.coordination.FaultySemaphores.Faults;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LeaseKeeperTest {

    private static final SemaphoreName NAME = new SemaphoreName("jobs");
    private static final RunId RUN = new RunId("run-1");
    private static final RunId OTHER_RUN = new RunId("run-2");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final LeaseTiming TIMING =
            new LeaseTiming(Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofSeconds(24));

    private final ManualPace pace = new ManualPace();
    private final InMemorySemaphores store = new InMemorySemaphores(pace.clock);
    private final FaultySemaphores semaphores = new FaultySemaphores(store);
    private final LeaseKeeper keeper = keeper("a");
    private final LeaseKeeper otherKeeper = keeper("b");
    private final AtomicInteger losses = new AtomicInteger();

    private LeaseKeeper keeper(String host) {
        return new LeaseKeeper(
                semaphores, TIMING, pace, LeaseOwner.ofHost(host, 7), new AttemptIds(new Random()));
    }

    // ---- acquiring

    @Test
    void createsTheSemaphoreWithCapacityOneAndSaysWhoHoldsIt() throws Exception {
        var lease = acquire();

        assertThat(lease.held()).isTrue();
        assertThat(lease.fence()).isEqualTo(new Fence(NAME, 1));
        assertThat(lease.expiresAt()).isEqualTo(now().plusSeconds(30));
        assertThat(view().capacity()).isEqualTo(1);
        assertThat(view().holders())
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.owner()).isEqualTo("a/7/run-1");
                    assertThat(it.runId()).isEqualTo(RUN);
                });
    }

    @Test
    void triesOnceWithoutAPlaceIfThereIsNoTimeToWait() throws Exception {
        acquire();

        assertThat(otherKeeper.acquire(NAME, OTHER_RUN, Duration.ZERO, () -> true)).isEmpty();

        assertThat(view().waiting()).isEmpty();
    }

    @Test
    void waitsUntilThePermitIsReleased() throws Exception {
        var lease = acquire();
        pace.duringPauses(() -> {
            if (view().waiting().size() == 1 && now().isAfter(begin().plusSeconds(3))) {
                lease.close();
            }
        });

        var next = otherKeeper.acquire(NAME, OTHER_RUN, MINUTE, () -> true);

        assertThat(next).isPresent();
        assertThat(now()).isBefore(begin().plusSeconds(4));
        assertThat(view().waiting()).isEmpty();
    }

    @Test
    void givesUpThePlaceWhenTheTimeIsOver() throws Exception {
        acquire();

        assertThat(otherKeeper.acquire(NAME, OTHER_RUN, MINUTE, () -> true)).isEmpty();

        assertThat(now()).isEqualTo(begin().plus(MINUTE));
        assertThat(view().waiting()).isEmpty();
    }

    @Test
    void givesUpThePlaceWhenItShallNotGoOn() throws Exception {
        acquire();
        var asked = new AtomicInteger();

        var next = otherKeeper.acquire(NAME, OTHER_RUN, MINUTE, () -> asked.incrementAndGet() < 9);

        assertThat(next).isEmpty();
        assertThat(now()).isBefore(begin().plusSeconds(9));
        assertThat(view().waiting()).isEmpty();
    }

    @Test
    void givesUpThePlaceWhenInterrupted() throws Exception {
        acquire();
        pace.duringPauses(() -> Thread.currentThread().interrupt());

        assertThatThrownBy(() -> otherKeeper.acquire(NAME, OTHER_RUN, MINUTE, () -> true))
                .isInstanceOf(InterruptedException.class);

        assertThat(view().waiting()).isEmpty();
    }

    @Test
    void givesUpThePlaceWhenItsCallerFails() throws Exception {
        acquire();

        assertThatThrownBy(() ->
                        otherKeeper.acquire(
                                NAME,
                                OTHER_RUN,
                                MINUTE,
                                () -> {
                                    if (!view().waiting().isEmpty()) {
                                        throw new IllegalStateException("enough");
                                    }
                                    return true;
                                }))
                .hasMessage("enough");

        assertThat(view().waiting()).isEmpty();
    }

    @Test
    void waitsForAStoreThatCannotBeReached() throws Exception {
        semaphores.have(Faults.UNREACHABLE);
        pace.duringPauses(() -> {
            if (now().isAfter(begin().plusSeconds(20))) {
                semaphores.have(Faults.NONE);
            }
        });

        assertThat(keeper.acquire(NAME, RUN, MINUTE, () -> true)).isPresent();
    }

    // ---- a grant whose answer was lost (P-L9)

    @Test
    void countsFromTheFirstSendingOfAGrantWhoseAnswerWasLost() throws Exception {
        semaphores.have(Faults.ANSWERS_LOST);
        pace.duringPauses(() -> {
            if (now().isAfter(begin().plusSeconds(15))) {
                semaphores.have(Faults.NONE);
            }
        });
        var lease = acquire();
        semaphores.have(Faults.UNREACHABLE);

        pace.pass(Duration.between(now(), begin().plusMillis(23_999)));
        assertThat(lease.held()).isTrue();
        pace.pass(Duration.ofMillis(1));

        assertThat(lease.held()).isFalse();
        assertThat(view().fence()).isEqualTo(1);
    }

    @Test
    void doesNotCountFromASendingThatWasRefused() throws Exception {
        var first = acquire();
        pace.duringPauses(() -> {
            if (now().isAfter(begin().plusSeconds(30))) {
                first.close();
            }
        });
        var second = otherKeeper.acquire(NAME, OTHER_RUN, MINUTE, () -> true).orElseThrow();
        semaphores.have(Faults.UNREACHABLE);

        pace.pass(Duration.ofSeconds(23));

        assertThat(second.held()).isTrue();
    }

    @Test
    void startsAfreshWhenTheGrantWasLearnedOfTooLate() throws Exception {
        semaphores.have(Faults.ANSWERS_LOST);
        pace.duringPauses(() -> {
            if (now().isAfter(begin().plusSeconds(25))) {
                semaphores.have(Faults.NONE);
            }
        });

        var lease = acquire();

        assertThat(lease.held()).isTrue();
        assertThat(lease.fence().number()).isEqualTo(2);
        assertThat(lease.expiresAt()).isEqualTo(now().plusSeconds(30));
    }

    @Test
    void givesBackAGrantThatItDoesNotKnowOf() throws Exception {
        semaphores.have(Faults.ANSWERS_LOST);
        var asked = new AtomicInteger();

        var lease =
                keeper.acquire(
                        NAME,
                        RUN,
                        MINUTE,
                        () -> {
                            if (asked.incrementAndGet() < 3) {
                                return true;
                            }
                            semaphores.have(Faults.NONE);
                            return false;
                        });

        assertThat(lease).isEmpty();
        assertThat(view().fence()).isEqualTo(1);
        assertThat(view().holders()).isEmpty();
    }

    // ---- keeping

    @Test
    void renewsForAsLongAsItIsOpen() throws Exception {
        var lease = acquire();

        pace.pass(Duration.ofHours(1));

        assertThat(lease.held()).isTrue();
        assertThat(lease.expiresAt()).isAfter(now().plusSeconds(19));
        assertThat(store.current(lease.fence())).isPresent();
        assertThat(semaphores.calls()).isBetween(355, 365);
    }

    @Test
    void outlivesAnOutageOfUsualLength() throws Exception {
        var lease = acquire();
        pace.pass(Duration.ofSeconds(9));
        semaphores.have(Faults.UNREACHABLE);
        pace.pass(Duration.ofSeconds(12));
        semaphores.have(Faults.NONE);

        pace.pass(MINUTE);

        assertThat(lease.held()).isTrue();
    }

    @Test
    void renewsAnewBesideARenewalThatHangs() throws Exception {
        var lease = acquire();
        pace.pass(Duration.ofSeconds(9));
        pace.hang();
        pace.pass(Duration.ofSeconds(12));
        assertThat(pace.hanging()).isEqualTo(6);
        pace.unhang();

        pace.pass(MINUTE);

        assertThat(lease.held()).isTrue();
    }

    @Test
    void fencesItselfOffAfterTheLastRenewalThatSucceeded() throws Exception {
        var lease = acquire();
        lease.onLost(losses::incrementAndGet);
        pace.pass(Duration.ofSeconds(10));
        semaphores.have(Faults.UNREACHABLE);

        pace.pass(Duration.ofMillis(23_999));
        assertThat(losses).hasValue(0);
        pace.pass(Duration.ofMillis(1));

        assertThat(losses).hasValue(1);
        assertThat(lease.held()).isFalse();
        assertThat(store.current(lease.fence())).isPresent();
    }

    @Test
    void fencesItselfOffWhileRenewalsHang() throws Exception {
        var lease = acquire();
        pace.hang();

        pace.pass(Duration.ofSeconds(24));

        assertThat(lease.held()).isFalse();
    }

    @Test
    void doesNotCountARenewalWithoutAnAnswer() throws Exception {
        var lease = acquire();
        pace.pass(Duration.ofSeconds(9));
        semaphores.have(Faults.ANSWERS_LOST);

        pace.pass(Duration.ofSeconds(15));

        assertThat(lease.held()).isFalse();
    }

    @Test
    void neverComesBack() throws Exception {
        var lease = acquire();
        lease.onLost(losses::incrementAndGet);
        pace.hang();
        pace.pass(Duration.ofSeconds(24));
        assertThat(lease.held()).isFalse();

        pace.unhang();
        pace.pass(MINUTE);

        assertThat(lease.held()).isFalse();
        assertThat(losses).hasValue(1);
        assertThat(pace.idle()).isTrue();
    }

    @Test
    void isNotHeldAtOnceAfterAPauseOfTheProcess() throws Exception {
        var lease = acquire();
        lease.onLost(losses::incrementAndGet);

        pace.freeze(MINUTE);

        assertThat(lease.held()).isFalse();
        assertThat(losses).hasValue(1);
    }

    @Test
    void isLostWhenTheStoreSaysSo() throws Exception {
        var lease = acquire();
        lease.onLost(losses::incrementAndGet);
        lease.onLost(losses::incrementAndGet);
        store.breakHolders(NAME);

        pace.pass(Duration.ofSeconds(10));

        assertThat(lease.held()).isFalse();
        assertThat(losses).hasValue(2);
        lease.onLost(losses::incrementAndGet);
        assertThat(losses).hasValue(3);
    }

    // ---- releasing

    @Test
    void releasesOnce() throws Exception {
        var lease = acquire();
        lease.onLost(losses::incrementAndGet);

        lease.close();
        lease.close();
        pace.pass(MINUTE);

        assertThat(lease.held()).isFalse();
        assertThat(view().holders()).isEmpty();
        assertThat(losses).hasValue(0);
        assertThat(pace.idle()).isTrue();
        assertThat(acquire().fence().number()).isEqualTo(2);
    }

    @Test
    void leavesItsSuccessorAloneWhenClosedAfterALoss() throws Exception {
        var lease = acquire();
        pace.hang();
        pace.pass(Duration.ofSeconds(30));
        pace.unhang();
        var successor = otherKeeper.acquire(NAME, OTHER_RUN, MINUTE, () -> true).orElseThrow();

        lease.close();

        assertThat(successor.held()).isTrue();
        assertThat(view().holders()).hasSize(1);
    }

    @Test
    void releasesAlsoOnAnInterruptedThread() throws Exception {
        var lease = acquire();
        Thread.currentThread().interrupt();

        lease.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(view().holders()).isEmpty();
    }

    @Test
    void releasesLaterIfTheStoreCannotBeReached() throws Exception {
        var lease = acquire();
        semaphores.have(Faults.UNREACHABLE);
        lease.close();
        pace.pass(Duration.ofSeconds(5));
        assertThat(view().holders()).hasSize(1);
        semaphores.have(Faults.NONE);

        pace.pass(Duration.ofSeconds(1));

        assertThat(view().holders()).isEmpty();
        assertThat(pace.idle()).isTrue();
    }

    @Test
    void endsReleasingWhenTheStoreHasLetGoAnyway() throws Exception {
        var lease = acquire();
        semaphores.have(Faults.UNREACHABLE);
        lease.close();

        pace.pass(MINUTE);

        assertThat(pace.idle()).isTrue();
    }

    // ---- helpers

    private Lease acquire() throws InterruptedException {
        Optional<Lease> lease = keeper.acquire(NAME, RUN, MINUTE, () -> true);
        return lease.orElseThrow();
    }

    private SemaphoreView view() {
        return store.find(NAME).orElseThrow();
    }

    private Instant now() {
        return pace.clock.instant();
    }

    private static Instant begin() {
        return Instant.parse("2026-01-01T00:00:00Z");
    }
}
