package dev.balancerdeployer.delivery;

import static dev.balancerdeployer.delivery.NamespaceSource.namespace;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.delivery.Blocker.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes by hand are judged per object against the last common text (SPEC D9). */
class DriftTest {

    private static final NamespaceId MAPS = new NamespaceId("maps");
    private static final NamespaceSource BEFORE =
            namespace("maps").object("a", "1").object("b", "1");

    private final World world = new World();

    @BeforeEach
    void bothSidesAgree() {
        world.repository.commit(BEFORE);
        world.deploy();
        world.complete("maps");
    }

    @Test
    void aChangeOfAnotherObjectBeforeTheRolloutWaitsForItsWayToGit() {
        world.awacs.edit("maps", "b", "by hand");
        world.repository.commit(BEFORE.object("a", "2"));

        world.deploy();

        var view = world.namespaces().find(MAPS).orElseThrow();
        assertThat(view.state()).isEqualTo(NamespaceView.State.DRIFTED);
        assertThat(view.problems()).extracting(SourceProblem::file).containsExactly("b");
        var queued = requireNonNull(world.record("maps").queued());
        assertThat(queued.state()).isEqualTo(RolloutState.QUEUED);
        assertThat(world.why(queued.id())).containsExactly(Kind.DRIFT);
        assertThat(world.awacs.texts("maps")).isEqualTo(Map.of("a", "1", "b", "by hand"));
        assertThat(world.awacs.pauses("maps", "vla")).isEmpty();
    }

    @Test
    void driftEndsWhenGitHoldsTheSameText() {
        world.awacs.edit("maps", "b", "by hand");
        world.repository.commit(BEFORE.object("a", "2"));
        world.deploy();
        world.repository.commit(BEFORE.object("a", "2").object("b", "by hand"));

        world.deploy();

        world.complete("maps");
        assertThat(world.awacs.texts("maps")).isEqualTo(Map.of("a", "2", "b", "by hand"));
        assertThat(world.namespaces().find(MAPS).orElseThrow().state())
                .isEqualTo(NamespaceView.State.SYNCED);
    }

    @Test
    void driftIsShownAlsoWhereNothingIsToBeRolled() {
        world.awacs.edit("maps", "b", "by hand");

        assertThat(world.namespaces().find(MAPS).orElseThrow().state())
                .isEqualTo(NamespaceView.State.DRIFTED);
    }

    @Test
    void aChangeOfTheSameObjectIsAConflictThatNamesIt() {
        world.awacs.edit("maps", "a", "by hand");
        world.repository.commit(BEFORE.object("a", "2").object("b", "2"));

        world.deploy();

        var view = world.namespaces().find(MAPS).orElseThrow();
        assertThat(view.state()).isEqualTo(NamespaceView.State.CONFLICT);
        assertThat(view.conflicts())
                .containsExactly(
                        new NamespaceView.ConflictView(new ObjectPath("a"), "1", "2", "by hand"));
        assertThat(world.awacs.texts("maps")).isEqualTo(Map.of("a", "by hand", "b", "1"));
    }

    @Test
    void aDisjointChangeBeforeTheUpdateIsKeptInWhatIsWritten() {
        world.repository.commit(BEFORE.object("a", "2").object("c", "new"));
        beforeTheFirstPause(() -> world.awacs.edit("maps", "b", "by hand"));

        world.deploy();

        assertThat(world.awacs.texts("maps"))
                .isEqualTo(Map.of("a", "2", "b", "by hand", "c", "new"));
        world.complete("maps");
        assertThat(world.namespaces().find(MAPS).orElseThrow().state())
                .isEqualTo(NamespaceView.State.DRIFTED);
        assertThat(requireNonNull(world.record("maps").base()).older())
                .containsExactly(new Base.Older(new ObjectPath("b"), 1));
    }

    @Test
    void anOverlappingChangeBeforeTheUpdateIsAConflictUnderWay() {
        world.repository.commit(BEFORE.object("a", "2"));
        beforeTheFirstPause(() -> world.awacs.edit("maps", "a", "by hand"));

        world.deploy();

        assertThat(world.current("maps").state()).isEqualTo(RolloutState.CONFLICT);
        assertThat(world.awacs.texts("maps")).containsEntry("a", "by hand");
        world.repository.commit(BEFORE.object("a", "3"));
        world.deploy();
        assertThat(world.current("maps").state()).isEqualTo(RolloutState.CONFLICT);
    }

    @Test
    void aDisjointChangeAfterTheUpdateIsBakedAfreshEverywhere() {
        world.repository.commit(BEFORE.object("a", "2"));
        world.deploy();
        world.clock.advance(World.BAKE);
        world.unpause();
        assertThat(targets()).containsExactly(2L, 2L, 1L);
        world.awacs.edit("maps", "b", "by hand");
        world.clock.advance(World.BAKE.minusSeconds(1));

        world.unpause();

        assertThat(targets()).containsExactly(3L, 3L, 1L);
        assertThat(world.current("maps").configVersion()).isEqualTo(3);
        world.clock.advance(Duration.ofSeconds(1));
        world.unpause();
        assertThat(targets()).containsExactly(3L, 3L, 3L);
        assertThat(world.awacs.texts("maps")).isEqualTo(Map.of("a", "2", "b", "by hand"));
    }

    @Test
    void whatWasChangedByHandUnderWayIsNotOverwrittenByTheNextRevision() {
        world.repository.commit(BEFORE.object("a", "2"));
        world.deploy();
        world.awacs.edit("maps", "b", "by hand");
        world.complete("maps");
        world.repository.commit(BEFORE.object("a", "3"));

        world.deploy();

        var queued = requireNonNull(world.record("maps").queued());
        assertThat(world.why(queued.id())).containsExactly(Kind.DRIFT);
        world.repository.commit(BEFORE.object("a", "3").object("b", "other"));
        world.deploy();
        assertThat(world.why(queued.id())).containsExactly(Kind.CONFLICT);
        assertThat(world.awacs.texts("maps")).containsEntry("b", "by hand");
    }

    /** After the plan is frozen: two runs of the driver have raised their fence by then. */
    private void beforeTheFirstPause(Runnable event) {
        world.awacs.beforeNextWrite(
                () -> world.awacs.beforeNextWrite(() -> world.awacs.beforeNextWrite(event)));
    }

    @Test
    void aRecordFromBeforeThereWereBasesGoesByItsNewestVersion() {
        var stored = world.records.find(MAPS).orElseThrow();
        var before = new NamespaceRecord.Common(null, null, Pulls.NONE);
        assertThat(world.records.replace(stored, stored.record().with(before))).isPresent();
        world.repository.commit(BEFORE.object("a", "2"));

        world.deploy();

        assertThat(world.awacs.texts("maps")).isEqualTo(Map.of("a", "2", "b", "1"));
    }

    private List<Long> targets() {
        return world.awacs.get("maps").balancers().stream().map(Balancer::targetVersion).toList();
    }
}
