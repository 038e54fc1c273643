package dev.balancerdeployer.delivery;

import static dev.balancerdeployer.delivery.NamespaceSource.namespace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.coordination.RunResult.Outcome;
import dev.balancerdeployer.coordination.SwitchState;
import dev.balancerdeployer.delivery.registry.Activation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is forgotten shouts (SPEC D8, D15). */
class MonitorTest {

    private static final Duration GRACE = Duration.ofMinutes(45);
    private static final NamespaceSource MAPS = namespace("maps").object("a", "1");

    private final World world = new World();

    @Test
    void aPauseIsOverdueOnceItsPlannedLiftIsPastByTheGrace() {
        world.repository.commit(MAPS);
        world.deploy();

        world.clock.advance(World.BAKE.plus(GRACE).minusMillis(1)); // a run takes that long
        assertThat(world.monitor().outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
        assertThat(firing()).isEmpty();
        var result = world.monitor();

        assertThat(result.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.reason()).contains("1 alerts began").contains("PAUSE_OVERDUE");
        var alert = only(AlertKind.PAUSE_OVERDUE);
        assertThat(alert.namespace()).isEqualTo(new NamespaceId("maps"));
        assertThat(alert.location()).isEqualTo(new LocationId("vla"));
        assertThat(alert.summary()).contains("SCHEDULE");
    }

    @Test
    void theSummaryNamesWhateverBlocks() {
        world.repository.commit(MAPS);
        world.deploy();
        world.awacs.pauseByHand("maps", "vla", "mine");
        world.killSwitch = new SwitchState.Closed("storm");
        world.clock.advance(World.BAKE.plus(GRACE).plusSeconds(1));

        var result = world.monitor();

        assertThat(result.reason()).contains("the kill switch is closed: storm");
        assertThat(only(AlertKind.PAUSE_OVERDUE).summary())
                .contains("KILL_SWITCH: storm")
                .contains("alice");
    }

    @Test
    void isResolvedWhenTheLocationIsReleased() {
        world.repository.commit(MAPS);
        world.deploy();
        world.clock.advance(World.BAKE.plus(GRACE).plusSeconds(1));
        world.monitor();

        world.unpause();
        world.monitor();

        assertThat(firing()).isEmpty();
        assertThat(told()).containsExactly("PAUSE_OVERDUE FIRING", "PAUSE_OVERDUE RESOLVED");
    }

    @Test
    void whatIsFoundAgainIsAnotherAlert() {
        world.repository.commit(MAPS);
        world.deploy();
        world.awacs.pauseByHand("maps", "sas", "x", PauseKind.BAKE);
        world.monitor();
        world.awacs.liftByHand("maps", "sas", "x");
        world.monitor();
        world.awacs.pauseByHand("maps", "sas", "x", PauseKind.BAKE);

        world.monitor();
        world.monitor();

        assertThat(all()).hasSize(2);
        assertThat(told())
                .containsExactlyInAnyOrder(
                        "ORPHAN_PAUSE FIRING", "ORPHAN_PAUSE RESOLVED", "ORPHAN_PAUSE FIRING");
    }

    @Test
    void pausesOfARolloutUnderWayAreNoOrphans() {
        world.repository.commit(MAPS.onNewer(OnNewer.RESTART));
        world.deploy();
        world.repository.commit(MAPS.object("a", "2").onNewer(OnNewer.RESTART));
        world.deploy();

        world.monitor();

        assertThat(firing()).isEmpty();
    }

    @Test
    void aFailedBalancerAndAStuckOneAreFound() {
        var slow = new World(Activation.REPORTED);
        slow.repository.commit(MAPS);
        slow.deploy();
        slow.clock.advance(Duration.ofHours(1).minusMillis(1));
        slow.monitor();
        assertThat(kinds(slow)).isEmpty();

        slow.monitor();
        assertThat(kinds(slow)).containsExactly(AlertKind.STAGE_STUCK);
        slow.awacs.reportFailed("maps", "sas");
        slow.monitor();
        assertThat(kinds(slow)).containsExactly(AlertKind.BALANCER_FAILED);
        slow.awacs.reportActive("maps", "sas");
        slow.monitor();

        assertThat(kinds(slow)).isEmpty();
    }

    @Test
    void aForeignPauseOnTheFirstLocationIsToldAfterAnHour() {
        world.repository.commit(MAPS);
        world.deploy();
        world.complete("maps");
        world.awacs.pauseByHand("maps", "sas", "mine");
        world.clock.advance(Duration.ofDays(3));
        world.repository.commit(MAPS.object("a", "2"));
        world.deploy();
        world.clock.advance(Duration.ofMinutes(59));
        world.monitor();
        assertThat(firing()).isEmpty();

        world.clock.advance(Duration.ofMinutes(1));
        world.monitor();

        assertThat(only(AlertKind.FIRST_LOCATION_BLOCKED).summary()).contains("alice");
    }

    @Test
    void aPersonsPauseIsToldAfterItWasInTheWayForADay() {
        world.repository.commit(MAPS);
        world.deploy();
        world.awacs.pauseByHand("maps", "vla", "mine");
        world.clock.advance(Duration.ofMinutes(30));
        world.unpause(); // sees sas active since the beginning: vla's turn comes after its bake
        world.clock.advance(Duration.ofMinutes(30).plusDays(1).minusSeconds(1));
        world.monitor();
        assertThat(kinds(world)).doesNotContain(AlertKind.FOREIGN_PAUSE);

        world.clock.advance(Duration.ofSeconds(1));
        world.monitor();

        assertThat(only(AlertKind.FOREIGN_PAUSE).location()).isEqualTo(new LocationId("vla"));
    }

    @Test
    void whatCouldNotBeAskedIsNotResolved() {
        world.repository.commit(MAPS);
        world.deploy();
        world.awacs.pauseByHand("maps", "sas", "x", PauseKind.BAKE);
        world.monitor();

        world.awacs.failCalls(1);
        assertThat(world.monitor().outcome()).isEqualTo(Outcome.FAILED);

        assertThat(firing()).hasSize(1);
    }

    @Test
    void remindsAsLongAsItFires() {
        world.repository.commit(MAPS);
        world.deploy();
        world.awacs.pauseByHand("maps", "sas", "x", PauseKind.BAKE);
        world.monitor();
        var told = new ArrayList<>(told());

        for (var i = 0; i < 9; i++) {
            world.clock.advance(Duration.ofHours(1));
            world.monitor();
            told.addAll(told());
        }

        assertThat(told.stream().filter(it -> it.startsWith("ORPHAN_PAUSE")))
                .containsExactly(
                        "ORPHAN_PAUSE FIRING", "ORPHAN_PAUSE REMINDER", "ORPHAN_PAUSE REMINDER");
    }

    private List<Alert> firing() {
        return all().stream().filter(it -> it.state() == Alert.State.FIRING).toList();
    }

    private List<Alert> all() {
        return world.alerts.list(new AlertRecords.Filter(null, null), null, 100);
    }

    private Alert only(AlertKind kind) {
        var found = firing().stream().filter(it -> it.kind() == kind).toList();
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private static List<AlertKind> kinds(World world) {
        return world.alerts.firing().stream().map(it -> it.record().alert().kind()).toList();
    }

    /** All that the receiver is told now, in order. */
    private List<String> told() {
        var told = new ArrayList<String>();
        var outbox = world.outbox();
        for (var next = outbox.take(Duration.ofMinutes(1));
                next.isPresent();
                next = outbox.take(Duration.ofMinutes(1))) {
            told.add(next.get().event().alert().kind() + " " + next.get().event().kind());
            outbox.told(next.get());
        }
        return told;
    }
}
