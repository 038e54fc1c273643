package dev.balancerdeployer.delivery;

import dev.balancerdeployer.delivery.RolloutProgress.UnderWay;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a rollout under way does next. */
sealed interface Step {

    /** Sets the rollout's pause on a balancer that awacs knows. */
    record SetPause(LocationId location) implements Step {}

    /**
     * Writes the config.
     *
     * @param expectedVersion null: creates the namespace
     * @param added balancers that awacs does not know, with the pauses they are born with
     */
    record Update(@Nullable Long expectedVersion, List<NewBalancer> added) implements Step {

        public Update {
            added = List.copyOf(added);
        }
    }

    /** Lifts the rollout's pause, for exactly that version and while these are active on it. */
    record Lift(LocationId location, long version, List<LocationId> requiresActive)
            implements Step {

        public Lift {
            requiresActive = List.copyOf(requiresActive);
        }
    }

    /** Lifts a pause of a rollout that this one superseded, for exactly that version. */
    record Clear(LocationId location, PauseToken token, long version) implements Step {}

    /** No pause of a superseded rollout is left: they are forgotten. */
    record Forget() implements Step {}

    /**
     * Stores what was seen; awacs is not touched.
     *
     * @param what in words, for the log; empty if it is not worth a line
     */
    record Note(UnderWay next, String what) implements Step {}

    /** All is active and no pause of the rollout is left. */
    record Complete(UnderWay last) implements Step {}

    /** Nothing can be done now. */
    record Wait(List<Blocker> blockers) implements Step {

        public Wait {
            blockers = List.copyOf(blockers);
        }
    }
}
