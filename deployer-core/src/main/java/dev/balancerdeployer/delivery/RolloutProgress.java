package dev.balancerdeployer.delivery;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a rollout is.
 *
 * <pre>{@code
 * Queued --begin--> UnderWay --all active, no pause left--> Ended(COMPLETED)
 *   |  \__ conflict or drift: stays queued             |  (with a conflict it stands still)
 *   \--equal to what runs--> Ended(SUPERSEDED) <-------+  a newer one may not wait for it
 * }</pre>
 */
public sealed interface RolloutProgress {

    /**
     * Not under way, without a plan: nothing was written (SPEC D10).
     *
     * @param conflict what both sides changed, which keeps it from starting
     * @param drift what only awacs changed, which does too
     */
    record Queued(@Nullable Conflict conflict, @Nullable Drift drift) implements RolloutProgress {

        /** Held up by nothing but an earlier rollout, a hold, or the lack of a run. */
        static Queued free() {
            return new Queued(null, null);
        }
    }

    /**
     * From its first stored pause on (SPEC D9).
     *
     * @param stages in delivery order, leftovers last
     * @param configVersion awacs' version of its config; null before the update
     * @param attempts how many attempt ids it has used
     */
    record UnderWay(
            RolloutPlan plan,
            List<Stage> stages,
            @Nullable Long configVersion,
            long attempts,
            @Nullable OpenAttempt open,
            @Nullable Conflict conflict)
            implements RolloutProgress {

        public UnderWay {
            stages = List.copyOf(stages);
        }

        UnderWay withStages(List<Stage> changed) {
            return new UnderWay(plan, changed, configVersion, attempts, open, conflict);
        }

        UnderWay withVersion(@Nullable Long version, List<Stage> changed) {
            return new UnderWay(plan, changed, version, attempts, open, null);
        }

        UnderWay withConflict(@Nullable Conflict changed) {
            return new UnderWay(plan, stages, configVersion, attempts, open, changed);
        }

        /** A person decided that awacs' text of an object is to stay. */
        UnderWay keeping(Kept object) {
            return new UnderWay(
                    plan.keeping(object), stages, configVersion, attempts, open, conflict);
        }

        UnderWay opening(OpenAttempt attempt) {
            return new UnderWay(plan, stages, configVersion, attempts + 1, attempt, conflict);
        }

        UnderWay closed() {
            return new UnderWay(plan, stages, configVersion, attempts, null, conflict);
        }
    }

    /**
     * Final.
     *
     * @param plan null if it never started
     */
    record Ended(
            RolloutState state,
            Instant finishedAt,
            @Nullable RolloutPlan plan,
            List<Stage> stages,
            @Nullable Long configVersion)
            implements RolloutProgress {

        public Ended {
            if (!state.finished()) {
                throw new IllegalArgumentException(
                        "state: %s (expected: a final one)".formatted(state));
            }
            stages = List.copyOf(stages);
        }
    }
}
