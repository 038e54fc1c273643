package dev.balancerdeployer.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.coordination.Fence;
import dev.balancerdeployer.coordination.SemaphoreName;
import dev.balancerdeployer.delivery.Awacs.Lift;
import dev.balancerdeployer.delivery.Awacs.Outcome;
import dev.balancerdeployer.delivery.Awacs.Outcome.Done;
import dev.balancerdeployer.delivery.Awacs.Outcome.FencedOff;
import dev.balancerdeployer.delivery.Awacs.Outcome.Missing;
import dev.balancerdeployer.delivery.Awacs.Outcome.NotActive;
import dev.balancerdeployer.delivery.Awacs.Outcome.Stale;
import dev.balancerdeployer.delivery.NewBalancer.NewPause;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Awacs} must do (SPEC D3, D4, C3, C5); each implementation's test extends it.
 * Its nodes report for themselves.
 */
public abstract class AwacsContract {

    private static final Actor WE = Actor.self();
    private static final LocationId SAS = new LocationId("sas");
    private static final LocationId VLA = new LocationId("vla");
    private static final PauseToken OURS = new PauseToken("bake/r1");
    private static final Revision REVISION = new Revision("0123456789".repeat(4));

    private final NamespaceId maps = new NamespaceId("maps-" + UUID.randomUUID());

    protected abstract Awacs awacs();

    /** The registry's time, as {@code notAfter} is judged by it. */
    protected abstract DatabaseTime time();

    /** A node reports: 204. */
    protected abstract void report(
            NamespaceId namespace, LocationId location, long version, BalancerState state);

    /** False: some answers are lost, so a write may be told as done by an earlier send of it. */
    protected boolean everyAnswerArrives() {
        return true;
    }

    // ---- reading

    @Test
    void knowsNothingOfANamespaceThatNobodyCreated() {
        assertThat(awacs().find(maps)).isEmpty();
        assertThat(awacs().objects(maps, 1)).isEmpty();
        assertThat(awacs().attempt(maps, attempt("a1"))).isEmpty();
    }

    @Test
    void showsWhatWasWrittenAndByWhom() {
        var before = time().now();
        awacs().update(
                        new ConfigUpdate(
                                maps,
                                null,
                                objects("haproxy.cfg", "gl\u00f6bal", "backends/a.yaml", "a: 1"),
                                List.of(born(SAS)),
                                "first",
                                REVISION),
                        WE,
                        guarded("a1"));

        var shown = awacs().find(maps).orElseThrow();

        assertThat(shown.version()).isEqualTo(1);
        assertThat(shown.updatedBy()).isEqualTo(Actor.SELF);
        assertThat(shown.updatedAt()).isBetween(before, time().now());
        assertThat(shown.comment()).isEqualTo("first");
        assertThat(shown.revision()).isEqualTo(REVISION);
        assertThat(shown.objects())
                .containsExactly(
                        entry("backends/a.yaml", 4, "a: 1"),
                        entry("haproxy.cfg", 7, "gl\u00f6bal"));
        assertThat(shown.balancers()).extracting(Balancer::location).containsExactly(SAS);
    }

    @Test
    void keepsTheTextsOfEveryVersion() {
        create(born(SAS));
        update(1, "two");
        update(2, "three");

        assertThat(awacs().objects(maps, 1)).contains(objects("haproxy.cfg", "one"));
        assertThat(awacs().objects(maps, 2)).contains(objects("haproxy.cfg", "two"));
        assertThat(awacs().objects(maps, 3)).contains(objects("haproxy.cfg", "three"));
        assertThat(awacs().objects(maps, 4)).isEmpty();
        assertThat(awacs().objects(maps, 0)).isEmpty();
    }

    @Test
    void tellsWhoMadeAVersionAndWhy() {
        create(born(SAS));
        var before = time().now();
        awacs().update(
                        new ConfigUpdate(
                                maps, 1L, objects("haproxy.cfg", "two"), List.of(), "why", null),
                        new Actor("alice", "192.0.2.7"),
                        guarded("a2"));

        var made = awacs().version(maps, 2).orElseThrow();

        assertThat(made.author()).isEqualTo("alice");
        assertThat(made.comment()).isEqualTo("why");
        assertThat(made.createdAt()).isBetween(before, time().now());
        assertThat(made.attempt()).isEqualTo(attempt("a2"));
        assertThat(awacs().version(maps, 3)).isEmpty();
        assertThat(awacs().version(new NamespaceId("nowhere"), 1)).isEmpty();
    }

    // ---- updating

    @Test
    void aNewVersionIsTheTargetOfEveryBalancerThatIsNotPaused() {
        create(born(SAS), born(VLA));
        active(SAS, 1);
        active(VLA, 1);
        awacs().pause(maps, VLA, pause(OURS), WE, Safeguard.none());

        update(1, "two");

        assertThat(target(SAS)).isEqualTo(2);
        assertThat(balancer(SAS).state()).isEqualTo(BalancerState.IN_PROGRESS);
        assertThat(balancer(SAS).activeVersion()).isEqualTo(1);
        assertThat(target(VLA)).isEqualTo(1);
        assertThat(balancer(VLA).state()).isEqualTo(BalancerState.ACTIVE);
    }

    @Test
    void replacesAllObjects() {
        create(born(SAS));

        awacs().update(
                        new ConfigUpdate(maps, 1L, objects("other.cfg", "x"), List.of(), "", null),
                        WE,
                        Safeguard.none());

        assertThat(awacs().objects(maps, 2)).contains(objects("other.cfg", "x"));
    }

    @Test
    void aNewBalancerIsBornWithItsPauseInTheSameWrite() {
        create(born(SAS));

        var outcome =
                awacs().update(
                                new ConfigUpdate(
                                        maps,
                                        1L,
                                        objects("haproxy.cfg", "two"),
                                        List.of(new NewBalancer(VLA, List.of(pause(OURS)))),
                                        "",
                                        null),
                                WE,
                                Safeguard.none());

        assertThat(outcome).isEqualTo(new Done(true, 2));
        assertThat(balancer(VLA).targetVersion()).isNull();
        assertThat(balancer(VLA).state()).isNull();
        assertThat(balancer(VLA).pauses()).extracting(Pause::token).containsExactly(OURS);
        assertThat(target(SAS)).isEqualTo(2);
    }

    @Test
    void leavesKnownBalancersAndTheirPausesAsTheyAre() {
        create(born(SAS), born(VLA));

        awacs().update(
                        new ConfigUpdate(
                                maps,
                                1L,
                                objects("haproxy.cfg", "two"),
                                List.of(new NewBalancer(SAS, List.of(pause(OURS)))),
                                "",
                                null),
                        WE,
                        Safeguard.none());

        assertThat(awacs().find(maps).orElseThrow().balancers())
                .extracting(Balancer::location)
                .containsExactly(SAS, VLA);
        assertThat(balancer(SAS).pauses()).isEmpty();
    }

    @Test
    void refusesAnUpdateOfAnotherVersion() {
        assertThat(tryUpdate(1L, "two", Safeguard.none())).isEqualTo(new Stale(0));
        create(born(SAS));
        update(1, "two");

        assertThat(tryUpdate(1L, "late", Safeguard.none())).isEqualTo(new Stale(2));
        assertThat(tryUpdate(null, "late", Safeguard.none())).isEqualTo(new Stale(2));
        assertThat(tryUpdate(0L, "late", Safeguard.none())).isEqualTo(new Stale(2));
        assertThat(awacs().find(maps).orElseThrow().version()).isEqualTo(2);
    }

    @Test
    void oneOfManyWritersOfTheSameVersionWins() throws Exception {
        create(born(SAS));
        try (var threads = Executors.newFixedThreadPool(4)) {
            var writers =
                    IntStream.range(0, 8)
                            .<Callable<Outcome>>mapToObj(
                                    it -> () -> tryUpdate(1L, "by " + it, Safeguard.none()))
                            .toList();

            var outcomes = threads.invokeAll(writers).stream().map(it -> it.resultNow()).toList();

            assertThat(outcomes).containsOnlyOnce(new Done(true, 2));
            assertThat(outcomes.stream().filter(new Stale(2)::equals)).hasSize(7);
        }
    }

    @Test
    void losesNoneOfManyConcurrentPauses() throws Exception {
        create(born(SAS));
        try (var threads = Executors.newFixedThreadPool(4)) {
            var writers =
                    IntStream.range(0, 12)
                            .<Callable<Outcome>>mapToObj(it ->
                                    () ->
                                            awacs().pause(
                                                            maps,
                                                            SAS,
                                                            pause(new PauseToken("p" + it)),
                                                            WE,
                                                            guarded("p" + it)))
                            .toList();

            var outcomes = threads.invokeAll(writers).stream().map(it -> it.resultNow()).toList();

            outcomes.forEach(it -> assertChanged(it, 1));
            assertThat(balancer(SAS).pauses()).hasSize(12);
        }
    }

    @Test
    void refusesTextsThatAreTooLargeOrNoText() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tryUpdate(null, "x".repeat((1 << 20) + 1), Safeguard.none()))
                .withMessageContaining("haproxy.cfg");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tryUpdate(null, "a\ud800b", Safeguard.none()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tryUpdate(null, "a\0b", Safeguard.none()));
        assertThat(awacs().find(maps)).isEmpty();
    }

    // ---- attempts

    @Test
    void aRepeatedUpdateAnswersItsFirstResultAndChangesNothing() {
        create(born(SAS));
        assertChanged(tryUpdate(1L, "two", guarded("a2")), 2);
        update(2, "three");

        assertThat(tryUpdate(1L, "two", guarded("a2"))).isEqualTo(new Done(false, 2));

        assertThat(awacs().find(maps).orElseThrow().version()).isEqualTo(3);
    }

    @Test
    void tellsWhatALostAttemptDid() {
        create(born(SAS));
        tryUpdate(1L, "two", guarded("a2"));
        awacs().pause(maps, SAS, pause(OURS), WE, guarded("a3"));
        tryUpdate(1L, "late", guarded("a4"));

        assertThat(awacs().attempt(maps, attempt("a2")))
                .contains(new Awacs.Landed(attempt("a2"), 2));
        assertThat(awacs().attempt(maps, attempt("a3")))
                .contains(new Awacs.Landed(attempt("a3"), 2));
        assertThat(awacs().attempt(maps, attempt("a4"))).isEmpty();
    }

    @Test
    void remembersAttemptsForEver() {
        create(born(SAS));
        IntStream.range(0, 150)
                .forEach(it -> {
                    var token = new PauseToken("t");
                    if (it % 2 == 0) {
                        awacs().pause(maps, SAS, pause(token), WE, guarded("n" + it));
                    } else {
                        awacs().lift(lift(SAS, token, null), WE, guarded("n" + it));
                    }
                });

        IntStream.range(0, 150)
                .forEach(it ->
                        assertThat(awacs().attempt(maps, attempt("n" + it)))
                                .contains(new Awacs.Landed(attempt("n" + it), 1)));
        awacs().pause(maps, SAS, pause(new PauseToken("t")), WE, guarded("n0"));
        assertThat(balancer(SAS).pauses()).isEmpty();
    }

    @Test
    void aRepeatedPauseNeverComesBackAfterSomebodyLiftedIt() {
        create(born(SAS));
        awacs().pause(maps, SAS, pause(OURS), WE, guarded("p1"));
        awacs().lift(lift(SAS, OURS, null), new Actor("alice", null), Safeguard.none());

        var again = awacs().pause(maps, SAS, pause(OURS), WE, guarded("p1"));

        assertThat(again).isEqualTo(new Done(false, 1));
        assertThat(balancer(SAS).pauses()).isEmpty();
    }

    @Test
    void anAttemptThatFoundItsWorkDoneIsRememberedToo() {
        create(born(SAS));
        awacs().pause(maps, SAS, pause(OURS), WE, Safeguard.none());
        assertThat(awacs().pause(maps, SAS, pause(OURS), WE, guarded("p1")))
                .isEqualTo(new Done(false, 1));
        awacs().lift(lift(SAS, OURS, null), WE, Safeguard.none());

        awacs().pause(maps, SAS, pause(OURS), WE, guarded("p1"));

        assertThat(balancer(SAS).pauses()).isEmpty();
        assertThat(awacs().attempt(maps, attempt("p1"))).isPresent();
    }

    @Test
    void anAttemptOfOneNamespaceSaysNothingAboutAnother() {
        create(born(SAS));
        tryUpdate(1L, "two", guarded("a2"));

        var other = new NamespaceId("other-" + UUID.randomUUID());

        assertThat(awacs().attempt(other, attempt("a2"))).isEmpty();
    }

    // ---- fences and deadlines

    @Test
    void refusesAnOldFenceOfTheSameSemaphoreOnly() {
        create(born(SAS));
        assertThat(awacs().raiseFence(maps, fence(7))).isInstanceOf(Done.class);

        assertThat(tryUpdate(1L, "old", fenced(6))).isInstanceOf(FencedOff.class);
        assertThat(awacs().pause(maps, SAS, pause(OURS), WE, fenced(6)))
                .isInstanceOf(FencedOff.class);
        assertThat(awacs().lift(lift(SAS, OURS, null), WE, fenced(6)))
                .isInstanceOf(FencedOff.class);
        assertThat(awacs().raiseFence(maps, fence(6))).isInstanceOf(FencedOff.class);
        assertThat(tryUpdate(1L, "same", fenced(7))).isEqualTo(new Done(true, 2));
        var other = new Safeguard(null, new Fence(new SemaphoreName("OTHER"), 1), null);
        assertThat(tryUpdate(2L, "other", other)).isEqualTo(new Done(true, 3));
    }

    @Test
    void everyWriteRaisesTheFence() {
        create(born(SAS));
        awacs().pause(maps, SAS, pause(OURS), WE, fenced(8));

        assertThat(tryUpdate(1L, "old", fenced(7))).isInstanceOf(FencedOff.class);
    }

    @Test
    void aWriteThatChangesNothingElseRaisesTheFenceToo() {
        create(born(SAS));
        awacs().lift(lift(SAS, OURS, null), WE, fenced(8));

        assertThat(tryUpdate(1L, "old", fenced(7))).isInstanceOf(FencedOff.class);
    }

    @Test
    void aRefusedWriteRaisesNothing() {
        create(born(SAS));
        tryUpdate(5L, "stale", fenced(8));

        assertThat(tryUpdate(1L, "two", fenced(7))).isEqualTo(new Done(true, 2));
    }

    @Test
    void raisesTheFenceOfANamespaceThatNobodyCreated() {
        assertThat(awacs().raiseFence(maps, fence(7))).isEqualTo(new Done(true, 0));
        assertThat(awacs().raiseFence(maps, fence(7))).isEqualTo(new Done(false, 0));

        assertThat(awacs().find(maps)).isEmpty();
        assertThat(tryUpdate(null, "old", fenced(6))).isInstanceOf(FencedOff.class);
        assertThat(awacs().find(maps)).isEmpty();
        assertThat(tryUpdate(null, "one", fenced(7))).isEqualTo(new Done(true, 1));
    }

    @Test
    void raisingAFenceIsNoChangeOfTheConfig() {
        create(born(SAS));

        assertThat(awacs().raiseFence(maps, fence(7))).isEqualTo(new Done(true, 1));

        assertThat(awacs().find(maps).orElseThrow().version()).isEqualTo(1);
    }

    @Test
    void writesNothingOnceNotAfterHasPassed() {
        create(born(SAS));
        var passed = new Safeguard(attempt("a2"), null, time().now());

        assertThat(tryUpdate(1L, "two", passed)).isInstanceOf(FencedOff.class);
        assertThat(awacs().pause(maps, SAS, pause(OURS), WE, passed)).isInstanceOf(FencedOff.class);
        assertThat(awacs().lift(lift(SAS, OURS, null), WE, passed)).isInstanceOf(FencedOff.class);

        assertThat(awacs().attempt(maps, attempt("a2"))).isEmpty();
        assertThat(awacs().find(maps).orElseThrow().version()).isEqualTo(1);
    }

    @Test
    void createsNothingOnceNotAfterHasPassed() {
        assertThat(tryUpdate(null, "one", new Safeguard(null, null, time().now())))
                .isInstanceOf(FencedOff.class);

        assertThat(awacs().find(maps)).isEmpty();
    }

    @Test
    void writesBeforeNotAfter() {
        var soon = new Safeguard(null, null, time().now().plus(Duration.ofSeconds(10)));

        assertThat(tryUpdate(null, "one", soon)).isEqualTo(new Done(true, 1));
    }

    @Test
    void aRepeatedAttemptIsAnsweredThoughItsFenceIsOldByNow() {
        create(born(SAS));
        var old = new Safeguard(attempt("a2"), fence(6), null);
        tryUpdate(1L, "two", old);
        awacs().raiseFence(maps, fence(7));

        assertThat(tryUpdate(1L, "two", old)).isEqualTo(new Done(false, 2));
    }

    // ---- pauses

    @Test
    void aPauseSaysWhoAndWhyAndSinceWhen() {
        create(born(SAS));
        var overdue = Instant.parse("2030-01-01T00:00:00.123Z");
        var pause = new NewPause(OURS, PauseKind.BAKE, "one at a time", overdue);
        var before = time().now();

        assertThat(
                        awacs().pause(
                                        maps,
                                        SAS,
                                        pause,
                                        new Actor("alice", "192.0.2.7"),
                                        Safeguard.none()))
                .isEqualTo(new Done(true, 1));

        var set = balancer(SAS).pause(OURS).orElseThrow();
        assertThat(set.kind()).isEqualTo(PauseKind.BAKE);
        assertThat(set.author()).isEqualTo("alice");
        assertThat(set.reason()).isEqualTo("one at a time");
        assertThat(set.since()).isBetween(before, time().now());
        assertThat(set.overdueAt()).isEqualTo(overdue);
    }

    @Test
    void aPauseThatIsThereStaysAsItIs() {
        create(born(SAS));
        awacs().pause(maps, SAS, pause(OURS), WE, Safeguard.none());
        var first = balancer(SAS).pauses();

        var again =
                awacs().pause(
                                maps,
                                SAS,
                                new NewPause(OURS, PauseKind.HUMAN, "other", null),
                                new Actor("alice", null),
                                Safeguard.none());

        assertThat(again).isEqualTo(new Done(false, 1));
        assertThat(balancer(SAS).pauses()).isEqualTo(first);
    }

    @Test
    void namesWhatIsMissing() {
        var nowhere = awacs().pause(maps, SAS, pause(OURS), WE, Safeguard.none());
        assertThat(nowhere).isInstanceOf(Missing.class);
        assertThat(awacs().lift(lift(SAS, OURS, null), WE, Safeguard.none()))
                .isInstanceOf(Missing.class);
        create(born(SAS));

        assertThat(awacs().pause(maps, VLA, pause(OURS), WE, Safeguard.none()))
                .isInstanceOfSatisfying(Missing.class, it -> assertThat(it.what()).contains("vla"));
        assertThat(awacs().lift(lift(VLA, OURS, null), WE, Safeguard.none()))
                .isInstanceOf(Missing.class);
    }

    @Test
    void liftingTheLastPauseMakesTheNewestVersionTheTarget() {
        create(born(SAS));
        active(SAS, 1);
        awacs().pause(maps, SAS, pause(OURS), WE, Safeguard.none());
        awacs().pause(maps, SAS, pause(new PauseToken("theirs")), WE, Safeguard.none());
        update(1, "two");
        update(2, "three");

        awacs().lift(lift(SAS, OURS, null), WE, Safeguard.none());
        assertThat(target(SAS)).isEqualTo(1);
        awacs().lift(lift(SAS, new PauseToken("theirs"), null), WE, Safeguard.none());

        assertThat(target(SAS)).isEqualTo(3);
        assertThat(balancer(SAS).state()).isEqualTo(BalancerState.IN_PROGRESS);
        assertThat(balancer(SAS).activeVersion()).isEqualTo(1);
    }

    @Test
    void liftingAPauseThatHeldNothingBackLeavesTheStateAlone() {
        create(born(SAS));
        active(SAS, 1);
        var before = balancer(SAS);
        awacs().pause(maps, SAS, pause(OURS), WE, Safeguard.none());

        awacs().lift(lift(SAS, OURS, null), WE, Safeguard.none());

        assertThat(balancer(SAS)).isEqualTo(before);
    }

    @Test
    void liftingAPauseThatIsGoneChangesNothing() {
        create(born(SAS));

        assertThat(awacs().lift(lift(SAS, OURS, null), WE, Safeguard.none()))
                .isEqualTo(new Done(false, 1));
    }

    @Test
    void refusesToLiftForAnotherVersion() {
        create(born(SAS));
        awacs().pause(maps, SAS, pause(OURS), WE, Safeguard.none());
        update(1, "two");

        assertThat(awacs().lift(lift(SAS, OURS, 1L), WE, Safeguard.none())).isEqualTo(new Stale(2));
        assertThat(balancer(SAS).pauses()).hasSize(1);
        assertThat(awacs().lift(lift(SAS, OURS, 2L), WE, Safeguard.none()))
                .isEqualTo(new Done(true, 2));
    }

    @Test
    void liftsOnlyWhileTheNamedLocationsAreActiveOnThatVersion() {
        create(born(SAS), born(VLA));
        active(SAS, 1);
        awacs().pause(maps, VLA, pause(OURS), WE, Safeguard.none());
        update(1, "two");

        assertThat(awacs().lift(lift(VLA, OURS, 2L, SAS), WE, Safeguard.none()))
                .isEqualTo(new NotActive(List.of(SAS)));
        report(maps, SAS, 2, BalancerState.FAILED);
        assertThat(awacs().lift(lift(VLA, OURS, 2L, SAS), WE, Safeguard.none()))
                .isEqualTo(new NotActive(List.of(SAS)));
        active(SAS, 2);
        awacs().pause(maps, SAS, pause(new PauseToken("theirs")), WE, Safeguard.none());
        assertThat(awacs().lift(lift(VLA, OURS, 2L, SAS), WE, Safeguard.none()))
                .isEqualTo(new NotActive(List.of(SAS)));
        awacs().lift(lift(SAS, new PauseToken("theirs"), null), WE, Safeguard.none());

        assertThat(awacs().lift(lift(VLA, OURS, 2L, SAS), WE, Safeguard.none()))
                .isEqualTo(new Done(true, 2));
        assertThat(target(VLA)).isEqualTo(2);
    }

    @Test
    void aLocationThatDoesNotExistIsNotActive() {
        create(born(SAS));
        var man = new LocationId("man");

        assertThat(awacs().lift(lift(SAS, OURS, 1L, man), WE, Safeguard.none()))
                .isEqualTo(new NotActive(List.of(man)));
    }

    // ---- reports

    @Test
    void aReportOfAnotherVersionOnlySaysWhatRuns() {
        create(born(SAS));
        update(1, "two");

        active(SAS, 1);

        assertThat(balancer(SAS).activeVersion()).isEqualTo(1);
        assertThat(balancer(SAS).state()).isEqualTo(BalancerState.IN_PROGRESS);
        assertThat(balancer(SAS).activeOn(2)).isFalse();
    }

    @Test
    void aNodeThatWentBackToAnOlderVersionIsNotActiveAnyMore() {
        create(born(SAS));
        update(1, "two");
        active(SAS, 2);

        active(SAS, 1);

        assertThat(balancer(SAS).activeVersion()).isEqualTo(1);
        assertThat(balancer(SAS).state()).isEqualTo(BalancerState.IN_PROGRESS);
        active(SAS, 2);
        assertThat(balancer(SAS).activeOn(2)).isTrue();
    }

    @Test
    void aFailureLeavesWhatRuns() {
        create(born(SAS));
        active(SAS, 1);
        update(1, "two");

        report(maps, SAS, 2, BalancerState.FAILED);

        assertThat(balancer(SAS).state()).isEqualTo(BalancerState.FAILED);
        assertThat(balancer(SAS).activeVersion()).isEqualTo(1);
    }

    // ---- words

    private void create(NewBalancer... balancers) {
        var update =
                new ConfigUpdate(
                        maps, null, objects("haproxy.cfg", "one"), List.of(balancers), "", null);
        assertThat(awacs().update(update, WE, Safeguard.none())).isEqualTo(new Done(true, 1));
    }

    private void update(long expected, String text) {
        assertThat(tryUpdate(expected, text, Safeguard.none()))
                .isEqualTo(new Done(true, expected + 1));
    }

    private Outcome tryUpdate(@Nullable Long expected, String text, Safeguard safeguard) {
        return awacs().update(
                        new ConfigUpdate(
                                maps, expected, objects("haproxy.cfg", text), List.of(), "", null),
                        WE,
                        safeguard);
    }

    private void assertChanged(Outcome outcome, long version) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Done.class,
                        it -> {
                            assertThat(it.version()).isEqualTo(version);
                            assertThat(it.changed() || !everyAnswerArrives()).isTrue();
                        });
    }

    private void active(LocationId location, long version) {
        report(maps, location, version, BalancerState.ACTIVE);
    }

    private Balancer balancer(LocationId location) {
        return awacs().find(maps).orElseThrow().balancer(location).orElseThrow();
    }

    private @Nullable Long target(LocationId location) {
        return balancer(location).targetVersion();
    }

    private Lift lift(
            LocationId location,
            PauseToken token,
            @Nullable Long expected,
            LocationId... requiresActive) {
        return new Lift(maps, location, token, expected, Arrays.asList(requiresActive));
    }

    private static NewBalancer born(LocationId location) {
        return new NewBalancer(location, List.of());
    }

    private static NewPause pause(PauseToken token) {
        return new NewPause(token, PauseKind.BAKE, "one at a time", null);
    }

    private static AttemptId attempt(String value) {
        return new AttemptId(value);
    }

    private static Safeguard guarded(String attempt) {
        return new Safeguard(attempt(attempt), null, null);
    }

    private static Safeguard fenced(long number) {
        return new Safeguard(null, fence(number), null);
    }

    private static Fence fence(long number) {
        return new Fence(new SemaphoreName("MAPS_BALANCER_DEPLOYER"), number);
    }

    private static AwacsNamespace.ObjectEntry entry(String path, long size, String text) {
        return new AwacsNamespace.ObjectEntry(new ObjectPath(path), size, ObjectDigest.of(text));
    }

    private static SortedMap<ObjectPath, String> objects(String... pathsAndTexts) {
        var objects = new TreeMap<ObjectPath, String>();
        for (var i = 0; i < pathsAndTexts.length; i += 2) {
            objects.put(new ObjectPath(pathsAndTexts[i]), pathsAndTexts[i + 1]);
        }
        return objects;
    }
}
