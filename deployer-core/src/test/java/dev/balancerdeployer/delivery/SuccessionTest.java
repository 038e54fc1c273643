package dev.balancerdeployer.delivery;

import static dev.balancerdeployer.delivery.NamespaceSource.namespace;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.delivery.Blocker.Kind;
import dev.balancerdeployer.delivery.registry.Activation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What may take the place of a rollout under way, and what is held (SPEC D6, D10). */
class SuccessionTest {

    private static final NamespaceId MAPS = new NamespaceId("maps");
    private static final NamespaceSource ONE = namespace("maps").object("a", "1");
    private static final NamespaceSource TWO = ONE.object("a", "2");
    private static final NamespaceSource THREE = ONE.object("a", "3");

    private final World world = new World();

    @Test
    void restartSupersedesWhileOnlyTheFirstLocationIsReleased() {
        delivered(ONE.onNewer(OnNewer.RESTART));
        commitAndDeploy(TWO.onNewer(OnNewer.RESTART));
        var superseded = world.current("maps");

        commitAndDeploy(THREE.onNewer(OnNewer.RESTART));

        assertThat(targets()).containsExactly(3L, 1L, 1L);
        assertThat(stateOf(superseded.id())).isEqualTo(RolloutState.SUPERSEDED);
        assertThat(world.awacs.pauses("maps", "vla")).containsExactly(world.token("maps"));
        assertThat(world.record("maps").superseded()).isEmpty();
        complete();
        assertThat(targets()).containsExactly(3L, 3L, 3L);
    }

    @Test
    void restartQueuesOnceALaterLocationWasReleased() {
        delivered(ONE.onNewer(OnNewer.RESTART));
        commitAndDeploy(TWO.onNewer(OnNewer.RESTART));
        world.clock.advance(World.BAKE);
        world.unpause();

        commitAndDeploy(THREE.onNewer(OnNewer.RESTART));

        assertThat(targets()).containsExactly(2L, 2L, 1L);
        assertThat(world.why(queued().id())).containsExactly(Kind.QUEUED);
    }

    @Test
    void restartQueuesWhereAnotherFirstLocationWouldMakeAThirdContentLive() {
        delivered(ONE.onNewer(OnNewer.RESTART));
        commitAndDeploy(TWO.onNewer(OnNewer.RESTART));

        commitAndDeploy(THREE.onNewer(OnNewer.RESTART).locations("vla", "sas", "man"));

        assertThat(targets()).containsExactly(2L, 1L, 1L);
    }

    @Test
    void pausesOfTheSupersededGoOnlyAfterTheNewConfigIsWritten() {
        delivered(ONE.onNewer(OnNewer.RESTART));
        commitAndDeploy(TWO.onNewer(OnNewer.RESTART));
        var old = world.token("maps");
        world.repository.commit(THREE.onNewer(OnNewer.RESTART));
        for (var call = 1; call < 60; call++) {
            world.killAt(call, call % 2 == 0);
            try {
                world.deploy();
            } catch (World.Killed _) {
                // as wanted
            }
            var written = world.awacs.get("maps").version() == 3;
            assertThat(written || world.awacs.pauses("maps", "vla").contains(old)).isTrue();
            assertThat(world.awacs.pauses("maps", "man")).isNotEmpty();
        }
        world.nothingHappens();

        world.deploy();

        assertThat(world.awacs.pauses("maps", "vla")).containsExactly(world.token("maps"));
        assertThat(targets()).containsExactly(3L, 1L, 1L);
    }

    @Test
    void aFixIsNotBlockedByTheFailureThatItFixes() {
        var reported = new World(Activation.REPORTED);
        reported.repository.commit(ONE);
        reported.deploy();
        reported.awacs.reportFailed("maps", "sas");
        reported.repository.commit(TWO);

        reported.deploy();

        assertThat(reported.awacs.get("maps").version()).isEqualTo(2);
        assertThat(reported.current("maps").state()).isEqualTo(RolloutState.ROLLING_OUT);
        assertThat(reported.awacs.pauses("maps", "vla")).containsExactly(reported.token("maps"));
    }

    @Test
    void forceGoesToAllLocationsAtOnceAndWaitsForNobody() {
        delivered(ONE);
        commitAndDeploy(TWO);
        var head = world.repository.commit(THREE);
        world.awacs.pauseByHand("maps", "man", "mine");

        world.request(Manner.FORCED, head.sha());
        world.deployRequested();

        assertThat(targets()).containsExactly(3L, 3L, 1L);
        assertThat(world.awacs.pauses("maps", "man")).containsExactly("mine");
        assertThat(world.record("maps").hold()).isNull();
        world.awacs.liftByHand("maps", "man", "mine");
        world.unpause();
        assertThat(world.current("maps").state()).isEqualTo(RolloutState.COMPLETED);
    }

    @Test
    void forceHurriesWhatIsOnItsWayAlready() {
        delivered(ONE);
        commitAndDeploy(TWO);

        world.request(Manner.FORCED, "main");
        world.deployRequested();

        assertThat(targets()).containsExactly(2L, 2L, 2L);
    }

    @Test
    void anOlderRevisionIsDeliveredByRollbackAndHeld() {
        var first = world.repository.commit(ONE);
        world.deploy();
        complete();
        delivered(TWO);

        var asked = world.request(Manner.ROLLBACK, first.sha());
        world.deployRequested();

        assertThat(world.deployments.find(asked.id()).orElseThrow().rollouts()).hasSize(1);
        assertThat(targets()).containsExactly(3L, 2L, 2L);
        world.deploy();
        complete();
        world.deploy();
        assertThat(world.awacs.texts("maps")).isEqualTo(Map.of("a", "1"));
        var view = world.namespaces().find(MAPS).orElseThrow();
        assertThat(view.state()).isEqualTo(NamespaceView.State.HELD);
        assertThat(requireNonNull(view.hold()).by()).isEqualTo("alice");
        assertThat(world.why(queued().id())).containsExactly(Kind.HELD);
    }

    @Test
    void aPushDoesNotEndAHoldButANewerRevisionOfAPersonDoes() {
        held();
        world.repository.commit(THREE);
        world.pushed("main");
        world.deployRequested();
        assertThat(world.awacs.texts("maps")).isEqualTo(Map.of("a", "1"));

        world.request("main");
        world.deployRequested();

        assertThat(world.awacs.texts("maps")).isEqualTo(Map.of("a", "3"));
        assertThat(world.record("maps").hold()).isNull();
    }

    @Test
    void aHoldThatIsLiftedLetsTheBranchGoOn() {
        held();

        assertThat(world.holds().lift(MAPS, "fixed", InMemoryAwacs.PERSON))
                .isEqualTo(Holds.Lifted.DONE);
        assertThat(world.holds().lift(MAPS, "fixed", InMemoryAwacs.PERSON))
                .isEqualTo(Holds.Lifted.NOT_HELD);
        world.deploy();

        assertThat(world.awacs.texts("maps")).isEqualTo(Map.of("a", "2"));
    }

    @Test
    void aRollbackThatWaitsIsNotReplacedByTheBranch() {
        var first = world.repository.commit(ONE);
        world.deploy();
        complete();
        commitAndDeploy(TWO);
        world.request(Manner.ROLLBACK, first.sha());
        world.deployRequested();
        world.repository.commit(THREE);

        world.deploy();
        complete();
        world.deploy();

        assertThat(world.awacs.texts("maps")).isEqualTo(Map.of("a", "1"));
        complete();
        world.deploy();
        assertThat(world.awacs.texts("maps")).isEqualTo(Map.of("a", "1"));
    }

    private void held() {
        var first = world.repository.commit(ONE);
        world.deploy();
        complete();
        delivered(TWO);
        world.request(Manner.ROLLBACK, first.sha());
        world.deployRequested();
        complete();
    }

    private void delivered(NamespaceSource source) {
        commitAndDeploy(source);
        complete();
    }

    private void commitAndDeploy(NamespaceSource source) {
        world.repository.commit(source);
        world.deploy();
    }

    private void complete() {
        world.complete("maps");
    }

    private Rollout queued() {
        return requireNonNull(world.record("maps").queued());
    }

    private RolloutState stateOf(RolloutId rollout) {
        return world.rollouts().find(rollout).orElseThrow().rollout().state();
    }

    private List<Long> targets() {
        return world.awacs.get("maps").balancers().stream().map(Balancer::targetVersion).toList();
    }
}
