package dev.balancerdeployer.delivery;

import static dev.balancerdeployer.delivery.NamespaceSource.namespace;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.coordination.RunResult.Outcome;
import dev.balancerdeployer.coordination.SwitchState;
import dev.balancerdeployer.delivery.Blocker.Kind;
import dev.balancerdeployer.delivery.registry.Activation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The deployer and the unpauser on a repository and an awacs in virtual time (SPEC 2.3, 2.4). */
class DeliveryTest {

    private final World world = new World();

    // ---- one location at a time

    @Test
    void deliversANewNamespaceOneLocationAtATime() {
        world.repository.commit(namespace("maps").object("haproxy.cfg", "one"));

        world.deploy();

        assertThat(targets("maps")).containsExactly(1L, null, null);
        assertThat(world.awacs.pauses("maps", "vla")).containsExactly(world.token("maps"));
        assertThat(world.awacs.pauses("maps", "man")).containsExactly(world.token("maps"));
        world.unpause();
        assertThat(targets("maps")).containsExactly(1L, null, null);
        world.clock.advance(World.BAKE.minusSeconds(1));
        world.unpause();
        assertThat(targets("maps")).containsExactly(1L, null, null);
        world.clock.advance(Duration.ofSeconds(1));
        world.unpause();
        assertThat(targets("maps")).containsExactly(1L, 1L, null);
        world.unpause();
        assertThat(targets("maps")).containsExactly(1L, 1L, null);
        world.clock.advance(World.BAKE);
        world.unpause();
        assertThat(targets("maps")).containsExactly(1L, 1L, 1L);
        assertThat(world.current("maps").state()).isEqualTo(RolloutState.COMPLETED);
        assertThat(pauses("maps")).isEmpty();
        assertThat(state("maps")).isEqualTo(NamespaceView.State.SYNCED);
    }

    @Test
    void deliversAChangeOfAKnownNamespaceAndDeletesWhatGitDeleted() {
        delivered(namespace("maps").object("a", "1").object("b", "2"));
        world.repository.commit(namespace("maps").object("a", "3"));

        world.deploy();

        assertThat(targets("maps")).containsExactly(2L, 1L, 1L);
        assertThat(world.awacs.texts("maps")).isEqualTo(Map.of("a", "3"));
        complete("maps");
        assertThat(targets("maps")).containsExactly(2L, 2L, 2L);
    }

    @Test
    void leavesUnchangedNamespacesAloneWithoutACallToAwacs() {
        delivered(namespace("maps").object("a", "1"));
        world.repository.commitNothing();
        var before = world.awacs.calls();

        var result = world.deploy();

        assertThat(result.outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
        assertThat(world.awacs.calls()).isEqualTo(before);
    }

    @Test
    void aLocationAddedLaterIsBornPausedAndWaitsForItsTurn() {
        delivered(namespace("maps").object("a", "1").locations("sas"));
        world.repository.commit(namespace("maps").object("a", "1").locations("sas", "vla"));

        world.deploy();

        assertThat(world.awacs.balancer("maps", "vla").targetVersion()).isNull();
        assertThat(world.awacs.pauses("maps", "vla")).containsExactly(world.token("maps"));
        complete("maps");
        assertThat(targets("maps")).containsExactly(2L, 2L);
    }

    @Test
    void aLocationThatGitDroppedIsReportedAndGetsTheConfigLast() {
        delivered(namespace("maps").object("a", "1"));
        world.repository.commit(namespace("maps").object("a", "2").locations("sas", "vla"));

        world.deploy();

        assertThat(targets("maps")).containsExactly(2L, 1L, 1L);
        assertThat(world.namespaces().find(new NamespaceId("maps")).orElseThrow().problems())
                .singleElement()
                .satisfies(it -> assertThat(it.reason()).contains("man"));
        complete("maps");
        assertThat(targets("maps")).containsExactly(2L, 2L, 2L);
        assertThat(pauses("maps")).isEmpty();
        assertThat(world.current("maps").state()).isEqualTo(RolloutState.COMPLETED);
    }

    @Test
    void takesOverContentThatAwacsHasAlready() {
        world.awacs.create("maps", Map.of("a", "1"), "sas", "vla", "man");
        world.repository.commit(namespace("maps").object("a", "1"));

        world.deploy();

        assertThat(world.record("maps").current()).isNull();
        assertThat(state("maps")).isEqualTo(NamespaceView.State.SYNCED);
        assertThat(world.awacs.get("maps").version()).isEqualTo(1);
        assertThat(pauses("maps")).isEmpty();
        world.repository.commit(namespace("maps").object("a", "2"));
        world.deploy();
        assertThat(targets("maps")).containsExactly(2L, 1L, 1L);
    }

    @Test
    void reportsANamespaceThatGitDeletedAndLeavesItRunning() {
        delivered(namespace("maps").object("a", "1"));
        world.repository.remove("maps");

        world.deploy();

        var view = world.namespaces().find(new NamespaceId("maps")).orElseThrow();
        assertThat(view.problems())
                .singleElement()
                .satisfies(it -> assertThat(it.reason()).contains("deleted"));
        assertThat(world.awacs.get("maps").version()).isEqualTo(1);
    }

    @Test
    void oneRefusedNamespaceDoesNotStopTheOthers() {
        world.repository.commit(namespace("maps").object("a", "1"));
        world.repository.refuse("bad", new SourceProblem("namespace.yaml", 3, "bake: 'x'"));

        world.deploy();

        assertThat(state("bad")).isEqualTo(NamespaceView.State.INVALID);
        assertThat(targets("maps")).containsExactly(1L, null, null);
    }

    // ---- nodes that report

    @Test
    void bakesFromTheReportOnAndWaitsForIt() {
        var reported = new World(Activation.REPORTED);
        reported.repository.commit(namespace("maps").object("a", "1"));
        reported.deploy();
        reported.clock.advance(World.BAKE.multipliedBy(2));

        reported.unpause();

        assertThat(kinds(reported, "maps")).containsExactly(Kind.NOT_ACTIVE);
        reported.awacs.reportActive("maps", "sas");
        reported.clock.advance(World.BAKE.minusSeconds(1));
        reported.unpause();
        assertThat(reported.awacs.balancer("maps", "vla").targetVersion()).isNull();
        reported.clock.advance(Duration.ofSeconds(1));
        reported.unpause();
        assertThat(reported.awacs.balancer("maps", "vla").targetVersion()).isEqualTo(1);
        reported.awacs.reportFailed("maps", "vla");
        reported.clock.advance(World.BAKE);
        reported.unpause();
        assertThat(kinds(reported, "maps")).containsExactly(Kind.FAILED_BALANCER);
        assertThat(reported.awacs.balancer("maps", "man").targetVersion()).isNull();
    }

    @Test
    void bakesAnewAfterANodeWentBackToAnOlderVersion() {
        var reported = new World(Activation.REPORTED);
        reported.repository.commit(namespace("maps").object("a", "1").locations("sas", "vla"));
        reported.deploy();
        reported.awacs.reportActive("maps", "sas");
        reported.clock.advance(World.BAKE);
        reported.unpause();
        reported.awacs.reportActive("maps", "vla");
        reported.unpause();
        reported.repository.commit(namespace("maps").object("a", "2").locations("sas", "vla"));
        reported.deploy();
        reported.awacs.reportActive("maps", "sas");

        reported.clock.advance(World.BAKE.minusSeconds(1));
        reported.awacs.report("maps", "sas", 1, BalancerState.ACTIVE);
        reported.awacs.reportActive("maps", "sas");
        reported.clock.advance(World.BAKE.minusSeconds(1));
        reported.unpause();

        assertThat(reported.awacs.balancer("maps", "vla").targetVersion()).isEqualTo(1);
        reported.clock.advance(Duration.ofSeconds(1));
        reported.unpause();
        assertThat(reported.awacs.balancer("maps", "vla").targetVersion()).isEqualTo(2);
    }

    // ---- pauses of people

    @Test
    void aPersonsPauseStaysAndHoldsTheRolloutUntilItIsGone() {
        delivered(namespace("maps").object("a", "1"));
        world.awacs.pauseByHand("maps", "vla", "disks");
        world.repository.commit(namespace("maps").object("a", "2"));
        world.deploy();
        world.clock.advance(World.BAKE);

        world.unpause();

        assertThat(targets("maps")).containsExactly(2L, 1L, 1L);
        assertThat(world.awacs.pauses("maps", "vla")).contains("disks");
        assertThat(stage("maps", 1).state()).isEqualTo(StageState.BLOCKED);
        assertThat(why("maps"))
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.kind()).isEqualTo(Kind.PAUSE);
                    assertThat(it.owner()).isEqualTo("alice");
                });
        world.awacs.liftByHand("maps", "vla", "disks");
        assertThat(targets("maps")).containsExactly(2L, 1L, 1L);
        world.unpause();
        assertThat(targets("maps")).containsExactly(2L, 2L, 1L);
    }

    @Test
    void liftingAPersonsPauseDoesNotReleaseALocationBeforeItsTurn() {
        delivered(namespace("maps").object("a", "1"));
        world.awacs.pauseByHand("maps", "vla", "disks");
        world.repository.commit(namespace("maps").object("a", "2"));
        world.deploy();

        world.awacs.liftByHand("maps", "vla", "disks");
        world.unpause();

        assertThat(targets("maps")).containsExactly(2L, 1L, 1L);
    }

    @Test
    void aPauseOfOursThatAPersonLiftedReleasesAndIsNeverSetAgain() {
        delivered(namespace("maps").object("a", "1"));
        world.repository.commit(namespace("maps").object("a", "2"));
        world.deploy();

        world.awacs.liftByHand("maps", "man", world.token("maps"));
        world.unpause();

        assertThat(targets("maps")).containsExactly(2L, 1L, 2L);
        world.clock.advance(World.BAKE);
        world.unpause();
        assertThat(targets("maps")).containsExactly(2L, 2L, 2L);
        assertThat(world.current("maps").state()).isEqualTo(RolloutState.COMPLETED);
    }

    @Test
    void aForeignPauseOnTheFirstLocationBlocksTheRolloutThere() {
        delivered(namespace("maps").object("a", "1"));
        world.awacs.pauseByHand("maps", "sas", "disks");
        world.repository.commit(namespace("maps").object("a", "2"));

        world.deploy();
        world.clock.advance(World.BAKE.multipliedBy(3));
        world.unpause();

        assertThat(targets("maps")).containsExactly(1L, 1L, 1L);
        assertThat(stage("maps", 0).state()).isEqualTo(StageState.BLOCKED);
        assertThat(kinds(world, "maps")).containsExactly(Kind.PAUSE);
        world.awacs.liftByHand("maps", "sas", "disks");
        complete("maps");
        assertThat(targets("maps")).containsExactly(2L, 2L, 2L);
    }

    // ---- kill switch

    @Test
    void nothingMovesWhileTheSwitchIsClosedAndEveryRunSaysWhy() {
        delivered(namespace("maps").object("a", "1"));
        world.repository.commit(namespace("maps").object("a", "2"));
        world.deploy();
        world.killSwitch = new SwitchState.Closed("closed: backbone");
        world.clock.advance(World.BAKE.multipliedBy(2));

        assertThat(world.unpause().outcome()).isEqualTo(Outcome.SKIPPED);
        assertThat(world.deploy().reason()).contains("backbone");

        assertThat(targets("maps")).containsExactly(2L, 1L, 1L);
        assertThat(kinds(world, "maps")).containsExactly(Kind.KILL_SWITCH);
        world.killSwitch = new SwitchState.Open(Set.of(), "");
        complete("maps");
        assertThat(targets("maps")).containsExactly(2L, 2L, 2L);
    }

    @Test
    void aSwitchThatClosesInTheMiddleStopsTheNextWrite() {
        world.repository.commit(namespace("maps").object("a", "1"));
        delivered(namespace("maps").object("a", "1"));
        world.repository.commit(namespace("maps").object("a", "2"));
        world.awacs.beforeNextWrite(
                () -> world.killSwitch = new SwitchState.Closed("closed: just now"));

        var result = world.deploy();

        assertThat(result.reason()).contains("just now");
        assertThat(targets("maps")).containsExactly(1L, 1L, 1L);
        world.killSwitch = new SwitchState.Open(Set.of(), "");
        world.deploy();
        assertThat(targets("maps")).containsExactly(2L, 1L, 1L);
    }

    @Test
    void namesTheClosedLocationsThatHoldEverything() {
        world.repository.commit(namespace("maps").object("a", "1"));
        world.deploy();
        world.killSwitch = new SwitchState.Closed("closed locations: man", Set.of("man"), null);

        assertThat(world.unpause().outcome()).isEqualTo(Outcome.SKIPPED);

        assertThat(kinds(world, "maps")).containsExactly(Kind.CLOSED_LOCATION, Kind.BAKE);
    }

    @Test
    void holdsOnlyRolloutsThatHaveAClosedLocationAhead() {
        delivered(namespace("a").object("x", "1").locations("sas", "vla"));
        delivered(namespace("b").object("x", "1").locations("sas", "man"));
        world.killSwitch = new SwitchState.Open(Set.of("man"), "");
        world.repository.commit(namespace("a").object("x", "2").locations("sas", "vla"));
        world.repository.commit(namespace("b").object("x", "2").locations("sas", "man"));

        world.deploy();

        assertThat(targets("a")).containsExactly(2L, 1L);
        assertThat(targets("b")).containsExactly(1L, 1L);
        assertThat(kinds(world, "b")).contains(Kind.CLOSED_LOCATION);
    }

    // ---- foreign changes

    @Test
    void aChangeByHandDuringTheBakeIsNeverDeliveredToTheNextLocation() {
        delivered(namespace("maps").object("a", "1"));
        world.repository.commit(namespace("maps").object("a", "2"));
        world.deploy();
        world.awacs.edit("maps", "a", "by hand");
        world.clock.advance(World.BAKE.multipliedBy(2));

        world.unpause();

        assertThat(targets("maps")).containsExactly(3L, 1L, 1L);
        assertThat(world.current("maps").state()).isEqualTo(RolloutState.CONFLICT);
        assertThat(kinds(world, "maps")).containsExactly(Kind.CONFLICT);
        world.awacs.edit("maps", "a", "2");
        world.unpause();
        assertThat(targets("maps")).containsExactly(4L, 1L, 1L);
        world.clock.advance(World.BAKE);
        world.unpause();
        assertThat(targets("maps")).containsExactly(4L, 4L, 1L);
    }

    @Test
    void aChangeByHandBetweenTheReadAndTheLiftIsNotReleased() {
        delivered(namespace("maps").object("a", "1"));
        world.repository.commit(namespace("maps").object("a", "2"));
        world.deploy();
        world.clock.advance(World.BAKE);
        var writes = world.awacs.writes().size();
        world.awacs.beforeNextWrite(
                () -> world.awacs.beforeNextWrite(() -> world.awacs.edit("maps", "a", "by hand")));

        world.unpause();

        assertThat(world.awacs.writes().size()).isGreaterThan(writes);
        assertThat(targets("maps")).containsExactly(3L, 1L, 1L);
    }

    // ---- newer revisions

    @Test
    void aNewerRevisionWaitsUntilTheRolloutUnderWayIsComplete() {
        delivered(namespace("maps").object("a", "1"));
        world.repository.commit(namespace("maps").object("a", "2"));
        world.deploy();
        world.repository.commit(namespace("maps").object("a", "3"));
        world.deploy();
        world.repository.commit(namespace("maps").object("a", "4"));
        world.deploy();

        var queued = requireNonNull(world.record("maps").queued());

        assertThat(kindsOf(world, queued.id())).containsExactly(Kind.QUEUED);
        complete("maps");
        assertThat(world.awacs.texts("maps")).isEqualTo(Map.of("a", "2"));
        world.deploy();
        assertThat(world.current("maps").id()).isEqualTo(queued.id());
        complete("maps");
        assertThat(world.awacs.texts("maps")).isEqualTo(Map.of("a", "4"));
        assertThat(world.awacs.get("maps").version()).isEqualTo(3);
    }

    @Test
    void whatWaitsStartsWithoutAScheduleAndNothingElseDoes() {
        delivered(namespace("maps").object("a", "1"));
        delivered(namespace("other").object("a", "1"));
        world.repository.commit(namespace("maps").object("a", "2"));
        world.deploy();
        world.repository.commit(namespace("maps").object("a", "3"));
        world.request("main", "maps");
        world.deployRequested();
        world.repository.commit(namespace("other").object("a", "2"));
        complete("maps");

        world.deployWaiting();

        assertThat(world.current("maps").state()).isEqualTo(RolloutState.ROLLING_OUT);
        assertThat(world.awacs.texts("maps")).isEqualTo(Map.of("a", "3"));
        assertThat(world.current("maps").requestedBy()).isEqualTo("alice");
        assertThat(world.awacs.texts("other")).isEqualTo(Map.of("a", "1"));
    }

    @Test
    void aWaitingRolloutThatWouldBringNothingNewIsDropped() {
        delivered(namespace("maps").object("a", "1"));
        world.repository.commit(namespace("maps").object("a", "2"));
        world.deploy();
        world.repository.commit(namespace("maps").object("a", "3"));
        world.deploy();
        var queued = requireNonNull(world.record("maps").queued());
        world.repository.commit(namespace("maps").object("a", "2"));

        world.deploy();

        assertThat(world.record("maps").queued()).isNull();
        assertThat(world.rollouts().find(queued.id()).orElseThrow().rollout().state())
                .isEqualTo(RolloutState.SUPERSEDED);
    }

    @Test
    void whatWaitsForANamespaceThatGitDeletedIsDropped() {
        delivered(namespace("maps").object("a", "1"));
        world.repository.commit(namespace("maps").object("a", "2"));
        world.deploy();
        world.repository.commit(namespace("maps").object("a", "3"));
        world.deploy();
        world.repository.remove("maps");

        world.deploy();

        assertThat(world.record("maps").queued()).isNull();
        assertThat(world.current("maps").state()).isEqualTo(RolloutState.ROLLING_OUT);
    }

    @Test
    void aRevisionThatDoesNotDescendFromTheDeliveredOneIsRefused() {
        var first = world.repository.commit(namespace("maps").object("a", "1"));
        world.deploy();
        complete("maps");
        delivered(namespace("maps").object("a", "2"));

        var asked = world.request(first.sha());
        world.deployRequested();

        var ended = world.deployments.find(asked.id()).orElseThrow();
        assertThat(ended.state()).isEqualTo(Deployment.State.FAILED);
        assertThat(ended.failure()).contains("does not descend");
        assertThat(world.awacs.texts("maps")).isEqualTo(Map.of("a", "2"));
    }

    @Test
    void aForcePushThatLosesTheDeliveredRevisionIsReportedAndNotDelivered() {
        var first = world.repository.commit(namespace("maps").object("a", "1"));
        world.deploy();
        complete("maps");
        delivered(namespace("maps").object("a", "2"));
        world.repository.reset("main", first);

        var result = world.deploy();

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(world.record("maps").source().problems())
                .singleElement()
                .satisfies(it -> assertThat(it.reason()).contains("does not descend"));
        assertThat(world.awacs.texts("maps")).isEqualTo(Map.of("a", "2"));
    }

    // ---- requests

    @Test
    void aRequestRollsOnlyWhatItNames() {
        delivered(namespace("a").object("x", "1"));
        delivered(namespace("b").object("x", "1"));
        world.repository.commit(namespace("a").object("x", "2"));
        var head = world.repository.commit(namespace("b").object("x", "2"));

        var asked = world.request("main", "a", "nowhere");
        world.deployRequested();

        var ended = world.deployments.find(asked.id()).orElseThrow();
        assertThat(ended.state()).isEqualTo(Deployment.State.DONE);
        assertThat(ended.revision()).isEqualTo(head);
        assertThat(ended.rollouts()).containsExactly(world.current("a").id());
        assertThat(ended.invalid())
                .extracting(Deployment.Invalid::namespace)
                .containsExactly("nowhere");
        assertThat(targets("a")).containsExactly(2L, 1L, 1L);
        assertThat(targets("b")).containsExactly(1L, 1L, 1L);
        assertThat(world.current("a").requestedBy()).isEqualTo("alice");
    }

    @Test
    void anUnknownRevisionFailsTheRequest() {
        delivered(namespace("a").object("x", "1"));

        var asked = world.request("nothing-of-that-name");
        world.deployRequested();

        assertThat(world.deployments.find(asked.id()).orElseThrow().failure())
                .contains("unknown revision");
    }

    @Test
    void aRequestOutlivesAnUnreachableRepository() {
        delivered(namespace("a").object("x", "1"));
        world.repository.commit(namespace("a").object("x", "2"));
        var asked = world.request("main");
        world.repository.fail("no route to git");

        assertThat(world.deployRequested().reason()).contains("no route");

        world.repository.recover();
        world.deployRequested();
        assertThat(world.deployments.find(asked.id()).orElseThrow().rollouts()).hasSize(1);
    }

    @Test
    void aHeadThatCannotBeListedIsTheReasonOfTheRun() {
        delivered(namespace("a").object("x", "1"));
        var asked = world.request("main");
        world.repository.makeUnlistable(world.repository.commit(namespace("a").object("x", "2")));

        var result = world.deploy();

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.reason()).contains("has no directory 'there'");
        assertThat(world.deployments.find(asked.id()).orElseThrow().state())
                .isEqualTo(Deployment.State.ACCEPTED);
    }

    @Test
    void aRequestForARevisionThatCannotBeListedFailsAndHoldsNoOther() {
        var old = world.repository.commit(namespace("a").object("x", "0"));
        delivered(namespace("a").object("x", "1"));
        world.repository.makeUnlistable(old);
        world.repository.commit(namespace("a").object("x", "2"));

        var bad = world.request(old.sha());
        var good = world.request("main");
        world.deployRequested();

        assertThat(world.deployments.find(bad.id()).orElseThrow().failure())
                .contains("has no directory 'there'");
        assertThat(world.deployments.find(good.id()).orElseThrow().rollouts()).hasSize(1);
    }

    // ---- awacs in trouble

    @Test
    void aLostAnswerIsFoundOutAndNotRepeated() {
        delivered(namespace("maps").object("a", "1"));
        world.repository.commit(namespace("maps").object("a", "2"));
        for (var i = 0; i < 6; i++) {
            world.awacs.loseAnswers(i);
            world.deploy();
        }
        world.awacs.loseAnswers(0);
        world.deploy();

        assertThat(targets("maps")).containsExactly(2L, 1L, 1L);
        assertThat(world.awacs.get("maps").version()).isEqualTo(2);
        complete("maps");
    }

    // ---- histories that went wrong once

    @Test
    void aFirstMeetingWithOnlyAPartOfTheContentIsAConflict() {
        world.awacs.create("maps", Map.of("a", "1"), "sas", "vla", "man");
        world.repository.commit(namespace("maps").object("a", "1").object("b", "2"));

        world.deploy();

        assertThat(state("maps")).isEqualTo(NamespaceView.State.CONFLICT);
        assertThat(world.awacs.texts("maps")).isEqualTo(Map.of("a", "1"));
    }

    @Test
    void aLocationThatSomebodyAddsBeforeTheUpdateIsHeldBackToo() {
        delivered(namespace("maps").object("a", "1").locations("sas", "vla"));
        world.repository.commit(namespace("maps").object("a", "2").locations("sas", "vla"));
        world.awacs.beforeNextWrite(
                () -> world.awacs.beforeNextWrite(() -> addByHand("maps", "iva")));

        world.deploy();

        assertThat(targets("maps")).containsExactly(3L, 2L, 2L);
        assertThat(world.awacs.texts("maps", 2)).isEqualTo(Map.of("a", "1"));
        assertThat(world.awacs.pauses("maps", "iva")).containsExactly(world.token("maps"));
        complete("maps");
        assertThat(targets("maps")).containsExactly(3L, 3L, 3L);
    }

    @Test
    void aFirstLocationThatRunsTheContentAlreadyCountsAsReleasedInThatRun() {
        delivered(namespace("maps").object("a", "1").bake(Duration.ZERO));
        world.repository.commit(namespace("maps").object("a", "2").bake(Duration.ZERO));
        world.awacs.beforeNextWrite(() ->
                world.awacs.beforeNextWrite(() -> {
                    world.awacs.edit("maps", "a", "2");
                    world.killSwitch = new SwitchState.Closed("closed: just now");
                }));
        world.deploy();
        world.killSwitch = new SwitchState.Open(Set.of(), "");

        world.unpause();

        assertThat(pauses("maps")).hasSize(2);
    }

    @Test
    void aRolloutThatWasDroppedStaysDroppedWhereverTheRunDies() {
        for (var call = 1; call < 25; call++) {
            for (var after : List.of(true, false)) {
                var one = new World();
                one.repository.commit(namespace("maps").object("a", "1"));
                one.deploy();
                one.repository.commit(namespace("maps").object("a", "2"));
                one.deploy();
                var dropped = requireNonNull(one.record("maps").queued()).id();
                one.repository.commit(namespace("maps").object("a", "1"));
                one.killAt(call, after);
                try {
                    one.deploy();
                } catch (World.Killed _) {
                    one.killAt(0, false);
                }
                one.killAt(0, false);
                one.repository.commit(namespace("maps").object("a", "3"));
                one.deploy();
                for (var i = 0; i < 20; i++) {
                    one.clock.advance(World.BAKE);
                    one.unpause();
                    one.deploy();
                }
                one.repository.commit(namespace("maps").object("a", "4"));
                one.deploy();

                var filed = one.records.findFiled(dropped).map(Rollout::state).orElse(null);
                var delivered =
                        one.changes.stream().anyMatch(it -> it.detail().contains(dropped.value()));

                assertThat(filed)
                        .as("killed at %d, %s", call, after)
                        .isEqualTo(delivered ? RolloutState.COMPLETED : RolloutState.SUPERSEDED);
            }
        }
    }

    @Test
    void aRequestOutlivesAnAwacsThatDoesNotAnswer() {
        world.repository.commitTo("fix", namespace("maps").object("a", "1"));
        world.repository.commit(namespace("other").object("a", "1"));
        world.repository.commitTo("fix", namespace("maps").object("a", "2"));
        var asked = world.request("fix", "maps");
        world.awacs.failCalls(1);

        world.deployRequested();

        assertThat(world.deployments.find(asked.id()).orElseThrow().state())
                .isEqualTo(Deployment.State.ACCEPTED);
        world.deployRequested();
        assertThat(world.deployments.find(asked.id()).orElseThrow().rollouts())
                .containsExactly(world.current("maps").id());
    }

    @Test
    void whatTheBranchNoLongerHoldsIsNotDelivered() {
        var first = world.repository.commit(namespace("maps").object("a", "1"));
        world.deploy();
        var second = world.repository.commit(namespace("maps").object("a", "bad"));
        world.deploy();
        assertThat(requireNonNull(world.record("maps").queued()).revision()).isEqualTo(second);
        world.repository.reset("main", first);
        world.repository.commit(namespace("maps").object("a", "good"));

        complete("maps");
        world.deploy();
        complete("maps");

        assertThat(world.awacs.texts("maps")).isEqualTo(Map.of("a", "good"));
    }

    @Test
    void aWaitingRevisionThatIsLostGivesWayToTheDeliveredBranch() {
        delivered(namespace("maps").object("a", "1"));
        world.repository.commit(namespace("maps").object("a", "2"));
        world.deploy();
        world.repository.commitTo("fix", namespace("maps").object("a", "lost"));
        world.request("fix");
        world.deployRequested();
        world.repository.deleteBranch("fix");
        world.repository.commit(namespace("maps").object("a", "3"));
        world.repository.mirrorAnew();

        complete("maps");
        world.deploy();
        complete("maps");

        assertThat(world.awacs.texts("maps")).isEqualTo(Map.of("a", "3"));
    }

    @Test
    void aRequestForWhatRunsLeavesTheNewerOneWaiting() {
        delivered(namespace("maps").object("a", "1"));
        var running = world.repository.commit(namespace("maps").object("a", "2"));
        world.deploy();
        world.repository.commit(namespace("maps").object("a", "3"));
        var newer = world.request("main");
        world.deployRequested();
        var waiting = requireNonNull(world.record("maps").queued());

        var asked = world.request(running.sha());
        world.deployRequested();

        assertThat(world.deployments.find(newer.id()).orElseThrow().rollouts())
                .containsExactly(waiting.id());
        var ended = world.deployments.find(asked.id()).orElseThrow();
        assertThat(ended.rollouts()).isEmpty();
        assertThat(ended.unchanged()).hasSize(1);
        assertThat(world.record("maps").queued()).isEqualTo(waiting);
    }

    @Test
    void aRequestBesideTheWaitingOneIsToldSo() {
        delivered(namespace("maps").object("a", "1"));
        world.repository.commit(namespace("maps").object("a", "2"));
        world.deploy();
        world.repository.commitTo("one", namespace("maps").object("a", "3"));
        world.repository.commitTo("two", namespace("maps").object("a", "4"));
        world.request("one");
        world.deployRequested();

        var asked = world.request("two");
        world.deployRequested();

        var ended = world.deployments.find(asked.id()).orElseThrow();
        assertThat(ended.rollouts()).isEmpty();
        assertThat(ended.invalid()).hasSize(1);
    }

    @Test
    void listsWhatComesAfterAnOddName() {
        for (var name : List.of("a", "b", "c", "d", "e")) {
            world.repository.commit(namespace(name).object("x", "1"));
        }
        world.repository.refuse("c odd", new SourceProblem("", 0, "not a name"));
        world.deploy();

        var names = new ArrayList<String>();
        String after = null;
        do {
            var page = world.namespaces().list(new PageRequest(2, after));
            page.items().forEach(it -> names.add(it.name()));
            after = page.next();
        } while (after != null);

        assertThat(names).containsExactly("a", "b", "c", "c odd", "d", "e");
    }

    @Test
    void showsAStageAsReleasedAsSoonAsSomebodyLiftedItsPause() {
        delivered(namespace("maps").object("a", "1"));
        world.repository.commit(namespace("maps").object("a", "2"));
        world.deploy();

        world.awacs.liftByHand("maps", "man", world.token("maps"));

        assertThat(stage("maps", 2).state()).isEqualTo(StageState.BAKING);
    }

    @Test
    void doesNotNameAConflictThatSomebodyHasUndone() {
        delivered(namespace("maps").object("a", "1"));
        world.awacs.edit("maps", "a", "by hand");
        world.repository.commit(namespace("maps").object("a", "2"));
        world.deploy();
        var queued = requireNonNull(world.record("maps").queued()).id();
        assertThat(kindsOf(world, queued)).containsExactly(Kind.CONFLICT);

        world.awacs.edit("maps", "a", "1");

        assertThat(kindsOf(world, queued)).containsExactly(Kind.SCHEDULE);
    }

    @Test
    void saysThatTheRevisionOfACreationIsLost() {
        var other = world.repository.commit(namespace("other").object("a", "1"));
        world.repository.commit(namespace("maps").object("a", "1"));
        world.awacs.beforeNextWrite(
                () -> world.killSwitch = new SwitchState.Closed("closed: just now"));
        world.deploy();
        world.killSwitch = new SwitchState.Open(Set.of(), "");
        world.repository.reset("main", other);
        world.repository.mirrorAnew();

        assertThat(why("maps"))
                .singleElement()
                .satisfies(it -> assertThat(it.reason()).contains("cannot be read"));
    }

    @Test
    void aWaitingRevisionThatCannotBeListedHoldsNoOtherNamespace() {
        delivered(namespace("maps").object("a", "1"));
        delivered(namespace("other").object("a", "1"));
        world.repository.commit(namespace("maps").object("a", "2"));
        world.deploy();
        var fix = world.repository.commitTo("fix", namespace("maps").object("a", "3"));
        world.request("fix", "maps");
        world.deployRequested();
        complete("maps");
        world.repository.makeUnlistable(fix);
        world.repository.commit(namespace("other").object("a", "2"));

        var result = world.deploy();

        assertThat(result.reason()).contains("maps: ", "has no directory 'there'");
        assertThat(targets("other")).containsExactly(2L, 1L, 1L);
    }

    @Test
    void saysThatARevisionIsLost() {
        delivered(namespace("maps").object("a", "1"));
        var first = world.repository.commitNothing();
        world.awacs.edit("maps", "a", "by hand");
        world.repository.commit(namespace("maps").object("a", "2"));
        world.deploy();
        var queued = requireNonNull(world.record("maps").queued()).id();
        world.repository.reset("main", first);
        world.repository.mirrorAnew();

        assertThat(world.rollouts().why(queued).orElseThrow())
                .singleElement()
                .satisfies(it -> assertThat(it.reason()).contains("cannot be read"));
    }

    // ---- inside

    /** A person adds a location; that is a new version with the same content. */
    private void addByHand(String name, String location) {
        var known = world.awacs.get(name);
        var objects = new TreeMap<ObjectPath, String>();
        world.awacs.texts(name).forEach((path, text) -> objects.put(new ObjectPath(path), text));
        world.awacs
                .registry()
                .update(
                        new ConfigUpdate(
                                known.id(),
                                known.version(),
                                objects,
                                List.of(new NewBalancer(new LocationId(location), List.of())),
                                "by hand",
                                null),
                        InMemoryAwacs.PERSON,
                        Safeguard.none());
    }

    /** Commits and delivers everywhere. */
    private void delivered(NamespaceSource source) {
        world.repository.commit(source);
        world.deploy();
        complete(source.name());
    }

    private void complete(String namespace) {
        world.complete(namespace);
    }

    private List<Long> targets(String namespace) {
        return world.awacs.get(namespace).balancers().stream()
                .map(Balancer::targetVersion)
                .toList();
    }

    private List<Pause> pauses(String namespace) {
        return world.awacs.get(namespace).balancers().stream()
                .flatMap(it -> it.pauses().stream())
                .toList();
    }

    private NamespaceView.State state(String namespace) {
        return world.namespaces().find(new NamespaceId(namespace)).orElseThrow().state();
    }

    private RolloutView.StageView stage(String namespace, int index) {
        return world.rollouts()
                .find(world.current(namespace).id())
                .orElseThrow()
                .stages()
                .get(index);
    }

    private List<Blocker> why(String namespace) {
        return world.rollouts().why(world.current(namespace).id()).orElseThrow();
    }

    private static List<Kind> kinds(World world, String namespace) {
        return kindsOf(world, world.current(namespace).id());
    }

    private static List<Kind> kindsOf(World world, RolloutId rollout) {
        return world.rollouts().why(rollout).orElseThrow().stream().map(Blocker::kind).toList();
    }
}
