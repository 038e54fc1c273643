package dev.balancerdeployer.delivery;

import static java.util.Objects.requireNonNull;

import dev.balancerdeployer.coordination.RunChange;
import dev.balancerdeployer.delivery.RolloutProgress.UnderWay;

/** Tells of a write to awacs that happened, for the ledger and the audit log (SPEC C7). */
final class LandedWrite {

    private LandedWrite() {}

    /**
     * @param progress after it
     * @param version awacs' version right after it
     */
    static RunChange of(Rollout rollout, UnderWay progress, OpenAttempt open, long version) {
        var first = progress.stages().getFirst().location();
        var location = open.location();
        return switch (open.action()) {
            case PAUSE ->
                    change(
                            "PAUSE_SET",
                            rollout,
                            requireNonNull(location),
                            "%s waits for its turn in rollout %s"
                                    .formatted(location, rollout.id()));
            case UPDATE ->
                    change(
                            "CONFIG_UPDATED",
                            rollout,
                            first,
                            "version %d, revision %s, rollout %s"
                                    .formatted(version, rollout.revision(), rollout.id()));
            case LIFT ->
                    change(
                            "PAUSE_LIFTED",
                            rollout,
                            requireNonNull(location),
                            "%s may take version %s of rollout %s"
                                    .formatted(location, progress.configVersion(), rollout.id()));
            case CLEAR ->
                    change(
                            "PAUSE_LIFTED",
                            rollout,
                            requireNonNull(location),
                            "the pause of a superseded rollout; rollout %s goes on"
                                    .formatted(rollout.id()));
        };
    }

    private static RunChange change(
            String kind, Rollout rollout, LocationId location, String detail) {
        return new RunChange(kind, rollout.namespace().value(), location.value(), detail);
    }
}
