package dev.balancerdeployer.delivery;

import dev.balancerdeployer.delivery.RolloutProgress.Ended;
import dev.balancerdeployer.delivery.RolloutProgress.Queued;
import dev.balancerdeployer.delivery.RolloutProgress.UnderWay;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One content of one namespace on its way through the locations (SPEC D7).
 *
 * @param previousRevision of the content before; null for the first
 * @param createdAt database time
 * @param deployment the request it came from; null: a scheduled run found it
 */
public record Rollout(
        RolloutId id,
        NamespaceId namespace,
        Revision revision,
        @Nullable Revision previousRevision,
        ContentDigest digest,
        Instant createdAt,
        String requestedBy,
        String reason,
        @Nullable DeploymentId deployment,
        Manner manner,
        RolloutProgress progress) {

    public RolloutState state() {
        return switch (progress) {
            case Queued(var conflict, var _) ->
                    conflict == null ? RolloutState.QUEUED : RolloutState.CONFLICT;
            case UnderWay it ->
                    it.conflict() == null ? RolloutState.ROLLING_OUT : RolloutState.CONFLICT;
            case Ended it -> it.state();
        };
    }

    /** What keeps it from going on, if awacs and Git disagree. */
    public @Nullable Conflict conflict() {
        return switch (progress) {
            case Queued(var conflict, var _) -> conflict;
            case UnderWay it -> it.conflict();
            case Ended _ -> null;
        };
    }

    /** Awacs' version of its config; null before the update. */
    public @Nullable Long configVersion() {
        return switch (progress) {
            case Queued _ -> null;
            case UnderWay it -> it.configVersion();
            case Ended it -> it.configVersion();
        };
    }

    /** Its stages; none before it started. */
    public List<Stage> stages() {
        return switch (progress) {
            case Queued _ -> List.of();
            case UnderWay it -> it.stages();
            case Ended it -> it.stages();
        };
    }

    /** Locations that awacs has and Git no longer listed when it started. */
    List<LocationId> leftovers() {
        return stages().stream().filter(Stage::leftover).map(Stage::location).toList();
    }

    /** The name of all its pauses. */
    public PauseToken token() {
        return new PauseToken("bake-" + id);
    }

    Rollout with(RolloutProgress changed) {
        return new Rollout(
                id,
                namespace,
                revision,
                previousRevision,
                digest,
                createdAt,
                requestedBy,
                reason,
                deployment,
                manner,
                changed);
    }
}
