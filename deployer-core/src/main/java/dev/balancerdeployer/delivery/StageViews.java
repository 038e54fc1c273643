package dev.balancerdeployer.delivery;

import dev.balancerdeployer.delivery.RolloutProgress.Ended;
import dev.balancerdeployer.delivery.RolloutProgress.Queued;
import dev.balancerdeployer.delivery.RolloutProgress.UnderWay;
import dev.balancerdeployer.delivery.RolloutView.StageView;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Shows the stages of a rollout (API.md section 4). Pure. */
final class StageViews {

    private StageViews() {}

    /**
     * @param locations as Git lists them now, for a rollout that has no plan yet
     * @param awacs null: it does not know the namespace, or the rollout has ended
     */
    static List<StageView> of(
            Rollout rollout, List<LocationId> locations, @Nullable AwacsNamespace awacs) {
        return switch (rollout.progress()) {
            case Queued _ -> locations.stream().map(it -> waiting(it, List.of())).toList();
            case Ended ended ->
                    ended.stages().stream()
                            .filter(it -> !it.leftover())
                            .map(StageViews::ended)
                            .toList();
            case UnderWay underWay -> underWay(rollout, underWay, awacs);
        };
    }

    private static List<StageView> underWay(
            Rollout rollout, UnderWay progress, @Nullable AwacsNamespace awacs) {
        var next = progress.stages().stream().filter(it -> !it.open()).findFirst().orElse(null);
        return progress.stages().stream()
                .filter(it -> !it.leftover())
                .map(it -> stage(rollout, progress, it, it.equals(next), awacs))
                .toList();
    }

    private static StageView stage(
            Rollout rollout,
            UnderWay progress,
            Stage stage,
            boolean next,
            @Nullable AwacsNamespace awacs) {
        var balancer = awacs == null ? null : awacs.balancer(stage.location()).orElse(null);
        var others =
                balancer == null
                        ? List.<Pause>of()
                        : balancer.pauses().stream()
                                .filter(it -> !it.token().equals(rollout.token()))
                                .toList();
        var version = progress.configVersion();
        var open = stage.open() || lifted(rollout, stage, balancer);
        if (version == null || !open) {
            var blocked = (next || stage.open()) && !others.isEmpty();
            return blocked
                    ? new StageView(stage.location(), StageState.BLOCKED, null, null, null, others)
                    : waiting(stage.location(), others);
        }
        var active = balancer != null && balancer.activeOn(version);
        var state = state(stage, balancer, version, !others.isEmpty(), active);
        var activeAt = active && balancer != null ? balancer.stateSince() : null;
        return new StageView(
                stage.location(), state, stage.releasedAt(), activeAt, stage.doneAt(), others);
    }

    /** The pause is gone, by whoever's hand, and no run has seen that yet. */
    private static boolean lifted(Rollout rollout, Stage stage, @Nullable Balancer balancer) {
        return stage.gate() == Stage.Gate.SET
                && balancer != null
                && balancer.pause(rollout.token()).isEmpty();
    }

    private static StageState state(
            Stage stage,
            @Nullable Balancer balancer,
            long version,
            boolean paused,
            boolean active) {
        if (balancer == null) {
            return StageState.BLOCKED;
        }
        if (active) {
            return stage.doneAt() == null ? StageState.BAKING : StageState.DONE;
        }
        if (!Objects.equals(balancer.targetVersion(), version)) {
            return StageState.BLOCKED; // by a pause, or by another version in awacs
        }
        if (balancer.state() == BalancerState.FAILED) {
            return StageState.FAILED;
        }
        return paused ? StageState.BLOCKED : StageState.ROLLING;
    }

    private static StageView ended(Stage stage) {
        return new StageView(
                stage.location(),
                stage.doneAt() == null ? StageState.WAITING : StageState.DONE,
                stage.releasedAt(),
                stage.activeAt(),
                stage.doneAt(),
                List.of());
    }

    private static StageView waiting(LocationId location, List<Pause> others) {
        Instant none = null;
        return new StageView(location, StageState.WAITING, none, none, none, others);
    }
}
