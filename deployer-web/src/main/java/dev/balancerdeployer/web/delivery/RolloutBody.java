package dev.balancerdeployer.web.delivery;

import dev.balancerdeployer.delivery.RolloutPlan;
import dev.balancerdeployer.delivery.RolloutProgress.Ended;
import dev.balancerdeployer.delivery.RolloutProgress.Queued;
import dev.balancerdeployer.delivery.RolloutProgress.UnderWay;
import dev.balancerdeployer.delivery.RolloutState;
import dev.balancerdeployer.delivery.RolloutView;
import dev.balancerdeployer.delivery.RolloutView.StageView;
import dev.balancerdeployer.delivery.StageState;
import dev.balancerdeployer.web.PauseBody;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A rollout on the wire. {@code bake} is null before it starts, for it has no plan then. */
@Schema(name = "Rollout")
record RolloutBody(
        String rolloutId,
        String namespace,
        String revision,
        @Nullable String previousRevision,
        @Nullable Long configVersion,
        RolloutState state,
        Instant createdAt,
        @Nullable Instant finishedAt,
        String requestedBy,
        String reason,
        @Nullable Duration bake,
        List<Stage> stages) {

    /** One location of it. */
    @Schema(name = "Stage")
    record Stage(
            String location,
            StageState state,
            @Nullable Instant releasedAt,
            @Nullable Instant activeAt,
            @Nullable Instant doneAt,
            List<PauseBody> blockedBy) {

        static Stage of(StageView view) {
            return new Stage(
                    view.location().value(),
                    view.state(),
                    view.releasedAt(),
                    view.activeAt(),
                    view.doneAt(),
                    view.blockedBy().stream().map(PauseBody::of).toList());
        }
    }

    static RolloutBody of(RolloutView view) {
        var rollout = view.rollout();
        var previous = rollout.previousRevision();
        RolloutPlan plan =
                switch (rollout.progress()) {
                    case Queued _ -> null;
                    case UnderWay it -> it.plan();
                    case Ended it -> it.plan();
                };
        return new RolloutBody(
                rollout.id().value(),
                rollout.namespace().value(),
                rollout.revision().sha(),
                previous == null ? null : previous.sha(),
                rollout.configVersion(),
                rollout.state(),
                rollout.createdAt(),
                rollout.progress() instanceof Ended it ? it.finishedAt() : null,
                rollout.requestedBy(),
                rollout.reason(),
                plan == null ? null : plan.bake(),
                view.stages().stream().map(Stage::of).toList());
    }
}
