package dev.balancerdeployer.delivery;

import static dev.balancerdeployer.delivery.NamespaceSource.namespace;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A delivery whose process is killed at every call to a store or to awacs, before and after it
 * happened, ends right: each location changes once, in order, and no pause is left (SPEC D7, P-C2).
 */
class DeliveryCrashTest {

    @Test
    void endsRightWhereverTheProcessDies() {
        var deaths = 0;
        for (var after : List.of(false, true)) {
            for (var call = 1; ; call++) {
                var world = new World();
                if (!delivery(world, call, after)) {
                    break;
                }
                deaths++;
            }
        }
        assertThat(deaths).isGreaterThan(80);
    }

    /** False: the call never came. */
    private static boolean delivery(World world, int call, boolean after) {
        world.repository.commit(namespace("maps").object("a", "1").locations("sas", "vla"));
        world.deploy();
        finish(world);
        world.repository.commit(namespace("maps").object("a", "2").locations("sas", "vla", "man"));
        var asked = world.request("main");
        var seen = new ArrayList<List<@Nullable Long>>();
        seen.add(targets(world));
        world.killAt(call, after);
        var alive = true;
        for (var round = 0; round < 40; round++) {
            alive &= survived(world, round);
            var targets = targets(world);
            if (!targets.equals(seen.getLast())) {
                seen.add(targets);
            }
        }
        var message =
                "killed at call %d, %s it happened: %s"
                        .formatted(call, after ? "after" : "before", seen);
        assertThat(seen.stream().map(DeliveryCrashTest::withoutUnborn).distinct().toList())
                .as(message)
                .containsExactly(
                        List.of(1L, 1L), List.of(2L, 1L), List.of(2L, 2L), List.of(2L, 2L, 2L));
        assertThat(world.awacs.get("maps").version()).as(message).isEqualTo(2);
        assertThat(world.current("maps").state()).as(message).isEqualTo(RolloutState.COMPLETED);
        assertThat(world.current("maps").stages())
                .as(message)
                .extracting(Stage::gate)
                .containsExactly(Stage.Gate.NONE, Stage.Gate.LIFTED, Stage.Gate.LIFTED);
        assertThat(world.awacs.get("maps").balancers().stream().flatMap(it -> it.pauses().stream()))
                .as(message)
                .isEmpty();
        var ended = world.deployments.find(asked.id()).orElseThrow();
        assertThat(ended.state()).as(message).isEqualTo(Deployment.State.DONE);
        assertThat(ended.rollouts()).as(message).containsExactly(world.current("maps").id());
        return !alive;
    }

    private static boolean survived(World world, int round) {
        try {
            if (round % 4 == 0) {
                world.deploy();
            } else {
                world.clock.advance(World.BAKE.dividedBy(3));
                world.unpause();
            }
            return true;
        } catch (World.Killed _) {
            world.killAt(0, false);
            return false;
        }
    }

    private static void finish(World world) {
        for (var i = 0; i < 6; i++) {
            world.clock.advance(World.BAKE);
            world.unpause();
        }
    }

    private static List<@Nullable Long> targets(World world) {
        var targets = new ArrayList<@Nullable Long>();
        world.awacs.get("maps").balancers().forEach(it -> targets.add(it.targetVersion()));
        return targets;
    }

    private static List<Long> withoutUnborn(List<@Nullable Long> targets) {
        return targets.stream().filter(Objects::nonNull).map(Objects::requireNonNull).toList();
    }
}
