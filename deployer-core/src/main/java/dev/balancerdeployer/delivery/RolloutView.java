package dev.balancerdeployer.delivery;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rollout as people see it: what is stored, with what awacs says now (API.md section 4).
 *
 * @param stages in delivery order, without the locations that Git no longer lists
 */
public record RolloutView(Rollout rollout, List<StageView> stages) {

    public RolloutView {
        stages = List.copyOf(stages);
    }

    /**
     * @param blockedBy pauses of others that are in its way
     */
    public record StageView(
            LocationId location,
            StageState state,
            @Nullable Instant releasedAt,
            @Nullable Instant activeAt,
            @Nullable Instant doneAt,
            List<Pause> blockedBy) {

        public StageView {
            blockedBy = List.copyOf(blockedBy);
        }
    }
}
