package dev.balancerdeployer.delivery;

import static dev.balancerdeployer.delivery.NamespaceSource.namespace;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.coordination.RunResult.Outcome;
import dev.balancerdeployer.coordination.SwitchState;
import dev.balancerdeployer.delivery.Blocker.Kind;
import dev.balancerdeployer.delivery.InMemoryConfigRepository.Logged;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was changed by hand comes back to Git (SPEC D13, D14). */
class PullerTest {

    private static final NamespaceSource BEFORE =
            namespace("maps").object("a", "1").object("b", "1");

    private final World world = new World();

    @BeforeEach
    void bothSidesAgree() {
        world.repository.commit(BEFORE);
        world.deploy();
        world.complete("maps");
    }

    // ---- one side changed

    @Test
    void aChangeByHandBecomesACommitOfWhoMadeIt() {
        var version = world.awacs.edit("maps", "b", "by hand");

        var result = world.pull();

        assertThat(result.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(pulled()).extracting(Logged::author).containsExactly("alice");
        assertThat(pulled()).extracting(Logged::version).containsExactly(version);
        assertThat(git()).isEqualTo(Map.of("a", "1", "b", "by hand"));
        assertThat(world.view("maps").state()).isEqualTo(NamespaceView.State.SYNCED);
        assertThat(world.changes).anyMatch(it -> it.kind().equals("COMMIT_PUSHED"));
    }

    @Test
    void whatWasPulledIsNotDeliveredAgain() {
        world.awacs.edit("maps", "b", "by hand");
        var rollout = world.current("maps").id();

        world.pull();
        world.deploy();
        world.pull();

        assertThat(world.current("maps").id()).isEqualTo(rollout);
        assertThat(world.record("maps").queued()).isNull();
        assertThat(world.awacs.get("maps").version()).isEqualTo(2);
        assertThat(world.view("maps").revision()).isEqualTo(world.repository.fetch());
    }

    @Test
    void eachVersionIsACommit() {
        world.awacs.edit("maps", "b", "one");
        world.awacs.edit("maps", "a", "two");
        world.awacs.edit("maps", "b", "three");

        world.pull();

        assertThat(pulled()).extracting(Logged::version).containsExactly(2L, 3L, 4L);
        assertThat(git()).isEqualTo(Map.of("a", "two", "b", "three"));
    }

    @Test
    void aChangeThatWasTakenBackLeavesNoCommit() {
        world.awacs.edit("maps", "b", "one");
        world.awacs.edit("maps", "b", "1");

        var result = world.pull();

        assertThat(result.outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
        assertThat(pulled()).isEmpty();
        assertThat(world.view("maps").state()).isEqualTo(NamespaceView.State.SYNCED);
    }

    @Test
    void addedAndDeletedObjectsArePulledToo() {
        world.awacs.edit("maps", "b", null);
        world.awacs.edit("maps", "c/d", "new");

        world.pull();

        assertThat(git()).isEqualTo(Map.of("a", "1", "c/d", "new"));
        assertThat(world.view("maps").state()).isEqualTo(NamespaceView.State.SYNCED);
    }

    @Test
    void whatARolloutWroteIsNotPulled() {
        world.repository.commit(BEFORE.object("a", "2"));
        world.deploy();
        world.repository.commit(BEFORE.object("a", "3"));

        assertThat(world.pull().outcome()).isEqualTo(Outcome.NOTHING_TO_DO);

        assertThat(pulled()).isEmpty();
        assertThat(git()).containsEntry("a", "3");
    }

    @Test
    void whatARollbackPutBackIsNotPulled() {
        var first = world.repository.fetch();
        world.repository.commit(BEFORE.object("a", "2"));
        world.deploy();
        world.complete("maps");
        world.request(Manner.ROLLBACK, first.sha());
        world.deployRequested();
        world.awacs.edit("maps", "b", "by hand");

        world.pull();

        assertThat(git()).isEqualTo(Map.of("a", "2", "b", "by hand"));
        assertThat(world.record("maps").hold()).isNotNull();
    }

    @Test
    void anUnchangedNamespaceCostsOneCall() {
        world.pull();
        var before = world.awacs.calls();

        world.pull();

        assertThat(world.awacs.calls() - before).isEqualTo(1);
    }

    // ---- beside rollouts

    @Test
    void aWaitingRolloutStartsOnceTheDriftIsInGit() {
        world.awacs.edit("maps", "b", "by hand");
        world.repository.commit(BEFORE.object("a", "2"));
        world.deploy();

        world.pull();
        world.deployWaiting();

        assertThat(world.awacs.texts("maps")).isEqualTo(Map.of("a", "2", "b", "by hand"));
        world.complete("maps");
        assertThat(world.view("maps").state()).isEqualTo(NamespaceView.State.SYNCED);
    }

    @Test
    void aChangeUnderWayIsPulledAndNotDeliveredAfterwards() {
        world.repository.commit(BEFORE.object("a", "2"));
        world.deploy();
        world.awacs.edit("maps", "b", "by hand");
        var rollout = world.current("maps").id();

        world.pull();
        world.deploy();
        world.complete("maps");
        world.deploy();

        assertThat(git()).isEqualTo(Map.of("a", "2", "b", "by hand"));
        assertThat(world.current("maps").id()).isEqualTo(rollout);
        assertThat(world.record("maps").queued()).isNull();
        assertThat(world.view("maps").state()).isEqualTo(NamespaceView.State.SYNCED);
    }

    @Test
    void aChangeBeforeTheUpdateIsPulledAndNotDeliveredAfterwards() {
        world.repository.commit(BEFORE.object("a", "2"));
        closeBeforeTheUpdate();
        world.deploy();
        world.awacs.edit("maps", "b", "by hand");
        open();

        world.pull();
        world.deploy();
        var rollout = world.current("maps").id();
        world.complete("maps");
        world.deploy();

        assertThat(world.awacs.texts("maps")).isEqualTo(Map.of("a", "2", "b", "by hand"));
        assertThat(git()).isEqualTo(Map.of("a", "2", "b", "by hand"));
        assertThat(world.current("maps").id()).isEqualTo(rollout);
        assertThat(world.record("maps").queued()).isNull();
    }

    @Test
    void aRevisionFromBeforeThePullKeepsWhatWasPulled() {
        var old = world.repository.commit(BEFORE.object("a", "2"));
        world.awacs.edit("maps", "b", "by hand");
        world.pull();
        world.request(old.sha());

        world.deployRequested();

        assertThat(world.awacs.texts("maps")).isEqualTo(Map.of("a", "2", "b", "by hand"));
        var rollout = world.current("maps").id();
        world.complete("maps");
        world.deploy();
        assertThat(world.current("maps").id()).isEqualTo(rollout);
        assertThat(world.view("maps").state()).isEqualTo(NamespaceView.State.SYNCED);
    }

    @Test
    void whatGitTakesBackAfterAPullIsDelivered() {
        world.awacs.edit("maps", "b", "by hand");
        world.pull();
        world.repository.commit(BEFORE);

        world.deploy();

        assertThat(world.awacs.texts("maps")).isEqualTo(Map.of("a", "1", "b", "1"));
    }

    // ---- both sides changed

    @Test
    void aConflictIsListedAndNothingIsWritten() {
        world.awacs.edit("maps", "a", "by hand");
        world.repository.commit(BEFORE.object("a", "2"));

        var result = world.pull();

        assertThat(result.reason()).contains("maps").contains("a");
        assertThat(pulled()).isEmpty();
        assertThat(world.view("maps").state()).isEqualTo(NamespaceView.State.CONFLICT);
        assertThat(world.view("maps").conflicts())
                .containsExactly(
                        new NamespaceView.ConflictView(new ObjectPath("a"), "1", "2", "by hand"));
    }

    @Test
    void whatIsNotInConflictIsPulledAllTheSame() {
        world.awacs.edit("maps", "a", "by hand");
        world.awacs.edit("maps", "b", "by hand");
        world.repository.commit(BEFORE.object("a", "2"));

        world.pull();

        assertThat(git()).isEqualTo(Map.of("a", "2", "b", "by hand"));
        assertThat(world.view("maps").conflicts())
                .extracting(NamespaceView.ConflictView::object)
                .containsExactly(new ObjectPath("a"));
    }

    @Test
    void aConflictEndsWhenBothSidesHoldTheSame() {
        world.awacs.edit("maps", "a", "by hand");
        world.repository.commit(BEFORE.object("a", "2"));
        world.pull();
        world.repository.commit(BEFORE.object("a", "by hand"));

        world.pull();

        assertThat(world.view("maps").conflicts()).isEmpty();
    }

    @Test
    void aPersonTakesAwacsSide() {
        world.awacs.edit("maps", "a", "by hand");
        world.repository.commit(BEFORE.object("a", "2"));
        world.deploy();

        assertThat(world.resolve("maps", "a", Take.AWACS)).isEqualTo(Resolving.Resolved.DONE);

        assertThat(world.view("maps").conflicts()).isEmpty();
        world.pull();
        assertThat(git()).isEqualTo(Map.of("a", "by hand", "b", "1"));
        world.deployWaiting();
        assertThat(world.record("maps").queued()).isNull();
        assertThat(world.view("maps").state()).isEqualTo(NamespaceView.State.SYNCED);
    }

    @Test
    void aPersonTakesGitsSide() {
        world.awacs.edit("maps", "a", "by hand");
        world.repository.commit(BEFORE.object("a", "2"));
        world.deploy();

        assertThat(world.resolve("maps", "a", Take.GIT)).isEqualTo(Resolving.Resolved.DONE);

        world.pull();
        assertThat(pulled()).isEmpty();
        world.deployRequested();
        assertThat(world.awacs.texts("maps")).isEqualTo(Map.of("a", "2", "b", "1"));
        assertThat(targets()).containsExactly(3L, 2L, 2L);
        world.complete("maps");
        assertThat(world.view("maps").state()).isEqualTo(NamespaceView.State.SYNCED);
    }

    @Test
    void aConflictThatOnlyThePullerFoundIsResolvedEitherWay() {
        for (var take : Take.values()) {
            var other = "other-" + take.name().toLowerCase(java.util.Locale.ROOT);
            world.repository.commit(namespace(other).object("a", "1"));
            world.deploy();
            world.complete(other);
            world.awacs.edit(other, "a", "by hand");
            world.repository.commit(namespace(other).object("a", "2"));
            world.pull();

            world.resolve(other, "a", take);

            world.pull();
            world.deployRequested();
            var wanted = take == Take.GIT ? "2" : "by hand";
            assertThat(world.awacs.texts(other)).isEqualTo(Map.of("a", wanted));
            assertThat(git(other)).isEqualTo(Map.of("a", wanted));
        }
    }

    @Test
    void whatIsDecidedIsDecidedOnce() {
        world.awacs.edit("maps", "a", "by hand");
        world.repository.commit(BEFORE.object("a", "2"));
        world.pull();
        world.resolve("maps", "a", Take.GIT);

        assertThat(world.resolve("maps", "a", Take.AWACS))
                .isEqualTo(Resolving.Resolved.NOTHING_TO_RESOLVE);
        assertThat(world.resolve("maps", "b", Take.GIT))
                .isEqualTo(Resolving.Resolved.NOTHING_TO_RESOLVE);
        assertThat(world.resolve("nowhere", "b", Take.GIT))
                .isEqualTo(Resolving.Resolved.UNKNOWN_NAMESPACE);
    }

    @Test
    void aDecisionIsAboutTheTextThatWasThere() {
        world.awacs.edit("maps", "a", "by hand");
        world.repository.commit(BEFORE.object("a", "2"));
        world.deploy();
        world.resolve("maps", "a", Take.GIT);
        world.awacs.edit("maps", "a", "once more");

        world.deployRequested();

        assertThat(world.awacs.texts("maps")).containsEntry("a", "once more");
        assertThat(world.view("maps").state()).isEqualTo(NamespaceView.State.CONFLICT);
    }

    @Test
    void gitsSideOfAConflictUnderWayIsARolloutOfItsOwn() {
        world.repository.commit(BEFORE.object("a", "2"));
        world.deploy();
        var first = world.current("maps").id();
        world.awacs.edit("maps", "a", "by hand");
        world.unpause();
        assertThat(world.current("maps").state()).isEqualTo(RolloutState.CONFLICT);
        world.pull();
        assertThat(pulled()).isEmpty();

        world.resolve("maps", "a", Take.GIT);
        world.deployRequested();

        assertThat(world.current("maps").id()).isNotEqualTo(first);
        assertThat(world.awacs.texts("maps")).containsEntry("a", "2");
        assertThat(targets()).containsExactly(4L, 1L, 1L);
        for (var location : List.of("vla", "man")) {
            assertThat(world.awacs.pauses("maps", location)).containsExactly(world.token("maps"));
        }
        world.complete("maps");
        assertThat(world.rollouts().find(first).orElseThrow().rollout().state())
                .isEqualTo(RolloutState.SUPERSEDED);
        assertThat(world.view("maps").state()).isEqualTo(NamespaceView.State.SYNCED);
    }

    @Test
    void awacsSideOfAConflictUnderWayIsBakedAfresh() {
        world.repository.commit(BEFORE.object("a", "2").object("b", "2"));
        world.deploy();
        var rollout = world.current("maps").id();
        world.clock.advance(World.BAKE.minus(Duration.ofMinutes(1)));
        world.awacs.edit("maps", "a", "by hand");
        world.unpause();

        world.resolve("maps", "a", Take.AWACS);

        world.clock.advance(Duration.ofMinutes(2));
        world.unpause();
        assertThat(targets()).containsExactly(3L, 1L, 1L);
        world.pull();
        assertThat(git()).isEqualTo(Map.of("a", "by hand", "b", "2"));
        world.deploy();
        world.complete("maps");
        world.deploy();
        assertThat(world.current("maps").id()).isEqualTo(rollout);
        assertThat(world.awacs.texts("maps")).isEqualTo(Map.of("a", "by hand", "b", "2"));
        assertThat(world.view("maps").state()).isEqualTo(NamespaceView.State.SYNCED);
    }

    @Test
    void aConflictBeforeTheUpdateIsResolvedEitherWay() {
        for (var take : Take.values()) {
            var a = take == Take.GIT ? "2" : "by hand";
            var fresh = new PullerTest();
            fresh.bothSidesAgree();
            var there = fresh.world;
            there.repository.commit(BEFORE.object("a", "2").object("b", "2"));
            fresh.closeBeforeTheUpdate();
            there.deploy();
            there.awacs.edit("maps", "a", "by hand");
            fresh.open();
            there.deploy();
            assertThat(there.current("maps").state()).isEqualTo(RolloutState.CONFLICT);

            there.resolve("maps", "a", take);

            there.pull();
            there.deploy();
            there.complete("maps");
            there.deploy();
            assertThat(there.awacs.texts("maps")).isEqualTo(Map.of("a", a, "b", "2"));
            assertThat(fresh.git()).isEqualTo(Map.of("a", a, "b", "2"));
            assertThat(there.view("maps").state()).isEqualTo(NamespaceView.State.SYNCED);
        }
    }

    @Test
    void aChangeByHandAloneCanBeTakenBackToo() {
        world.awacs.edit("maps", "b", "by hand");

        world.resolve("maps", "b", Take.GIT);

        world.pull();
        assertThat(pulled()).isEmpty();
        world.deployRequested();
        assertThat(world.awacs.texts("maps")).containsEntry("b", "1");
        assertThat(targets()).containsExactly(3L, 2L, 2L);
        world.complete("maps");
        assertThat(world.view("maps").state()).isEqualTo(NamespaceView.State.SYNCED);
    }

    @Test
    void aFirstMeetingIsResolvedObjectByObject() {
        world.awacs.create("new", Map.of("a", "theirs", "b", "theirs"), "sas", "vla");
        world.repository.commit(
                namespace("new").object("a", "ours").object("b", "ours").locations("sas", "vla"));
        world.deploy();
        assertThat(world.view("new").conflicts()).hasSize(2);

        world.resolve("new", "a", Take.GIT);
        world.resolve("new", "b", Take.AWACS);

        world.pull();
        world.deployWaiting();
        world.complete("new");
        assertThat(world.awacs.texts("new")).isEqualTo(Map.of("a", "ours", "b", "theirs"));
        assertThat(git("new")).isEqualTo(Map.of("a", "ours", "b", "theirs"));
        assertThat(world.view("new").state()).isEqualTo(NamespaceView.State.SYNCED);
    }

    // ---- races and the switch

    @Test
    void whoIsFasterLosesNothing() {
        world.awacs.edit("maps", "b", "by hand");
        world.repository.beforeNextPush(
                () -> world.repository.commit(namespace("other").object("a", "1")));

        assertThat(world.pull().outcome()).isEqualTo(Outcome.SUCCEEDED);

        assertThat(git()).containsEntry("b", "by hand");
        assertThat(git("other")).containsEntry("a", "1");
        assertThat(pulled()).hasSize(1);
    }

    @Test
    void whoIsFasterWithTheSameObjectMakesAConflict() {
        world.awacs.edit("maps", "b", "by hand");
        world.repository.beforeNextPush(() -> world.repository.commit(BEFORE.object("b", "2")));

        world.pull();

        assertThat(git()).containsEntry("b", "2");
        assertThat(world.view("maps").state()).isEqualTo(NamespaceView.State.CONFLICT);
    }

    @Test
    void aRejectedPushReadsAwacsAgain() {
        world.awacs.edit("maps", "b", "by hand");
        world.repository.beforeNextPush(() -> {
            world.repository.commit(namespace("other").object("a", "1"));
            world.awacs.edit("maps", "b", "newer");
        });

        world.pull();

        assertThat(git()).containsEntry("b", "newer");
        assertThat(pulled()).extracting(Logged::version).containsExactly(2L, 3L);
    }

    @Test
    void givesUpAfterFiveRacesAndSaysSo() {
        world.awacs.edit("maps", "b", "by hand");
        fasterForEver();

        var result = world.pull();

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.reason()).contains("6 times in a row");
        assertThat(pulled()).isEmpty();
    }

    private void fasterForEver() {
        world.repository.beforeNextPush(() -> {
            world.repository.commitNothing();
            fasterForEver();
        });
    }

    @Test
    void aLostAnswerOfAPushIsFoundOut() {
        world.awacs.edit("maps", "b", "by hand");
        world.repository.losePushAnswers(1);
        assertThat(world.pull().outcome()).isEqualTo(Outcome.FAILED);
        world.awacs.edit("maps", "b", "newer");
        var rollout = world.current("maps").id();

        world.pull();
        world.deploy();

        assertThat(pulled()).extracting(Logged::version).containsExactly(2L, 3L);
        assertThat(world.view("maps").state()).isEqualTo(NamespaceView.State.SYNCED);
        assertThat(world.current("maps").id()).isEqualTo(rollout);
    }

    @Test
    void nothingIsPushedOnceTheSwitchIsClosed() {
        world.awacs.edit("maps", "b", "by hand");
        world.killSwitch = new SwitchState.Closed("stop", Set.of(), null);

        assertThat(world.pull().outcome()).isEqualTo(Outcome.SKIPPED);

        assertThat(pulled()).isEmpty();
    }

    @Test
    void endsRightWhereverTheProcessDies() {
        var deaths = 0;
        for (var afterwards : List.of(false, true)) {
            for (var call = 1; ; call++) {
                var test = new PullerTest();
                test.bothSidesAgree();
                if (!test.survives(call, afterwards)) {
                    break;
                }
                deaths++;
            }
        }
        assertThat(deaths).isGreaterThan(20);
    }

    /** False: the call never came. */
    private boolean survives(int call, boolean afterwards) {
        var rollout = world.current("maps").id();
        world.awacs.edit("maps", "b", "by hand");
        world.killAt(call, afterwards);
        var killed = false;
        try {
            world.pull();
        } catch (World.Killed _) {
            killed = true;
        }
        world.killAt(0, false);
        world.awacs.edit("maps", "b", "newer");
        if (call % 2 == 0) {
            world.deploy();
        }
        world.pull();
        world.deploy();
        world.pull();

        var message = "killed at call %d, after: %s".formatted(call, afterwards);
        assertThat(pulled().stream().map(Logged::version)).as(message).doesNotHaveDuplicates();
        assertThat(git()).as(message).isEqualTo(Map.of("a", "1", "b", "newer"));
        assertThat(world.view("maps").state()).as(message).isEqualTo(NamespaceView.State.SYNCED);
        assertThat(world.view("maps").conflicts()).as(message).isEmpty();
        assertThat(world.current("maps").id()).as(message).isEqualTo(rollout);
        return killed;
    }

    @Test
    void whatAKilledPullerPushedIsNotDeliveredAgain() {
        world.awacs.edit("maps", "b", "by hand");
        world.repository.losePushAnswers(1);
        world.pull();
        var rollout = world.current("maps").id();

        world.deploy();

        assertThat(world.current("maps").id()).isEqualTo(rollout);
        assertThat(world.record("maps").queued()).isNull();
    }

    // ---- many at once

    @Test
    void manyNamespacesShareAPushAndEachIsOnRecord() {
        for (var i = 0; i < 120; i++) {
            world.repository.commit(namespace("ns-" + i).object("a", "1").locations("sas"));
        }
        world.deploy();
        for (var i = 0; i < 120; i++) {
            world.awacs.edit("ns-" + i, "a", "by hand");
        }
        world.changes.clear();

        var result = world.pull();

        assertThat(result.reason()).isEqualTo("120 commits of 120 namespaces");
        assertThat(world.changes).hasSize(120);
        assertThat(world.pull().outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
    }

    // ---- for a review

    @Test
    void whatWaitsForAReviewIsNeverOverwritten() {
        world.awacs.edit("maps", "b", "by hand");

        world.propose();
        world.propose();

        assertThat(world.repository.log("pull/maps"))
                .filteredOn(it -> it.version() != null)
                .hasSize(1);
        assertThat(git()).containsEntry("b", "1");
        world.repository.commit(BEFORE.object("a", "2"));
        world.deploy();
        assertThat(world.awacs.texts("maps")).isEqualTo(Map.of("a", "1", "b", "by hand"));
        var queued = requireNonNull(world.record("maps").queued());
        assertThat(world.why(queued.id())).containsExactly(Kind.DRIFT);
    }

    @Test
    void whatWasMergedIsNotDeliveredAgain() {
        world.awacs.edit("maps", "b", "by hand");
        world.propose();
        var rollout = world.current("maps").id();
        world.repository.reset("main", world.repository.log("pull/maps").getFirst().revision());

        world.deploy();
        world.propose();

        assertThat(world.current("maps").id()).isEqualTo(rollout);
        assertThat(world.view("maps").state()).isEqualTo(NamespaceView.State.SYNCED);
    }

    @Test
    void whatWasSquashedIsNotDeliveredAgain() {
        world.awacs.edit("maps", "b", "by hand");
        world.propose();
        var rollout = world.current("maps").id();
        world.repository.commit(BEFORE.object("b", "by hand"));

        world.deploy();

        assertThat(world.current("maps").id()).isEqualTo(rollout);
        assertThat(world.view("maps").state()).isEqualTo(NamespaceView.State.SYNCED);
    }

    @Test
    void aBranchUnderReviewGrows() {
        world.awacs.edit("maps", "b", "by hand");
        world.propose();
        world.awacs.edit("maps", "b", "newer");

        world.propose();

        assertThat(world.repository.log("pull/maps"))
                .extracting(Logged::version)
                .filteredOn(it -> it != null)
                .containsExactlyInAnyOrder(2L, 3L);
    }

    // ---- claims

    @Test
    void aForgedTrailerMovesNothing() {
        world.awacs.edit("maps", "b", "by hand");
        world.repository.commitClaiming(2, BEFORE.object("b", "forged"));

        world.pull();

        assertThat(world.view("maps").state()).isEqualTo(NamespaceView.State.CONFLICT);
        assertThat(git()).containsEntry("b", "forged");
    }

    private void closeBeforeTheUpdate() {
        world.awacs.beforeNextWrite(
                () -> world.awacs.beforeNextWrite(() -> world.awacs.beforeNextWrite(this::close)));
    }

    private void close() {
        world.killSwitch = new SwitchState.Closed("stop", Set.of(), null);
    }

    private void open() {
        world.killSwitch = new SwitchState.Open(Set.of(), "");
    }

    private List<Logged> pulled() {
        return world.repository.log("main").reversed().stream()
                .filter(it -> it.version() != null)
                .toList();
    }

    private SortedMap<String, String> git() {
        return git("maps");
    }

    private SortedMap<String, String> git(String namespace) {
        return requireNonNull(world.repository.texts("main", namespace));
    }

    private List<Long> targets() {
        return world.awacs.get("maps").balancers().stream().map(Balancer::targetVersion).toList();
    }
}
