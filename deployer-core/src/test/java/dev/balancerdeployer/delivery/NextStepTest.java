package dev.balancerdeployer.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.delivery.RolloutProgress.UnderWay;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What no registry of ours brings about, but one elsewhere may. */
class NextStepTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final NamespaceId MAPS = new NamespaceId("maps");
    private static final LocationId SAS = new LocationId("sas");
    private static final LocationId OLD = new LocationId("old");

    @Test
    void aBalancerThatNeitherGitNorAwacsHasAnyMoreHoldsNobodyUp() {
        var first = Stage.free(SAS, false).released(NOW).active(NOW);
        var left = Stage.held(OLD, true).with(Stage.Gate.SET);

        assertThat(NextStep.of(seen(List.of(first, left)))).isInstanceOf(Step.Complete.class);
    }

    @Test
    void aBalancerThatGitListsAndAwacsLostBlocksItsStage() {
        var first = Stage.free(SAS, false).released(NOW).active(NOW);
        var next = Stage.held(OLD, false).with(Stage.Gate.SET);

        assertThat(NextStep.of(seen(List.of(first, next))))
                .isInstanceOfSatisfying(
                        Step.Wait.class,
                        it ->
                                assertThat(it.blockers())
                                        .extracting(Blocker::kind)
                                        .contains(Blocker.Kind.MISSING_BALANCER));
    }

    private static Situation seen(List<Stage> stages) {
        var hour = Duration.ofHours(1);
        var plan = new RolloutPlan(hour, hour, List.of(SAS), 1L, List.of());
        var progress = new UnderWay(plan, stages, 2L, 3, null, null);
        var digest = ObjectDigest.of("x");
        var rollout =
                new Rollout(
                        new RolloutId("r1"),
                        MAPS,
                        new Revision(digest.hex().substring(0, 40)),
                        null,
                        new ContentDigest(digest.hex()),
                        NOW,
                        "alice",
                        "because",
                        null,
                        Manner.USUAL,
                        progress);
        var balancer = new Balancer(SAS, 2L, 2L, BalancerState.ACTIVE, NOW, "", List.of());
        var awacs = new AwacsNamespace(MAPS, 2, NOW, "x", "", null, List.of(), List.of(balancer));
        return new Situation(
                rollout, progress, awacs, new Foreign.None(), true, NOW, List.of(), Set.of());
    }
}
