package dev.balancerdeployer.delivery;

import dev.balancerdeployer.delivery.RolloutProgress.UnderWay;
import java.time.Instant;

/** The pauses that a rollout sets (SPEC D7, D15). */
final class Pauses {

    private Pauses() {}

    /** The pause of one location; overdue when its planned lift is past by the grace. */
    static NewBalancer.NewPause of(
            Rollout rollout, UnderWay progress, LocationId location, Instant now) {
        var ahead = 0;
        for (var stage : progress.stages()) {
            if (stage.location().equals(location)) {
                break;
            }
            ahead++;
        }
        var bakes = progress.plan().bake().multipliedBy(ahead);
        return new NewBalancer.NewPause(
                rollout.token(),
                PauseKind.BAKE,
                "rollout %s of revision %s has not come to %s yet"
                        .formatted(
                                rollout.id(), rollout.revision().sha().substring(0, 12), location),
                now.plus(bakes).plus(progress.plan().grace()));
    }
}
