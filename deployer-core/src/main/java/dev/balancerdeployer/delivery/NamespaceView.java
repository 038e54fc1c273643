package dev.balancerdeployer.delivery;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A namespace as people see it (API.md section 4).
 *
 * @param name the directory's name; for a refused one not always a {@link NamespaceId}
 * @param revision what was last delivered in full or is being delivered
 * @param configVersion awacs' version; null: awacs does not know it
 * @param rolloutId the rollout under way, else the one that waits, else the last one
 */
public record NamespaceView(
        String name,
        State state,
        List<String> owners,
        @Nullable Revision revision,
        @Nullable Long configVersion,
        @Nullable RolloutId rolloutId,
        List<SourceProblem> problems,
        List<ConflictView> conflicts,
        @Nullable Hold hold,
        List<LocationView> locations) {

    public NamespaceView {
        owners = List.copyOf(owners);
        problems = List.copyOf(problems);
        conflicts = List.copyOf(conflicts);
        locations = List.copyOf(locations);
    }

    /** How Git and awacs stand to each other. */
    public enum State {
        SYNCED,
        ROLLING_OUT,
        /** Awacs holds changes made by hand that Git does not have yet. */
        DRIFTED,
        CONFLICT,
        INVALID,
        /** Nothing newer is delivered by itself. */
        HELD;

        /** The one of several that a person has to know of first. */
        static State of(NamespaceRecord record, boolean conflict, boolean drifted) {
            if (!record.source().valid()) {
                return INVALID;
            }
            if (conflict) {
                return CONFLICT;
            }
            if (record.underWay() != null) {
                return ROLLING_OUT;
            }
            var waiting = record.waiting();
            if (record.hold() != null && (waiting == null || record.holds(waiting))) {
                return HELD;
            }
            if (drifted) {
                return DRIFTED;
            }
            return waiting != null || record.newest() == null ? ROLLING_OUT : SYNCED;
        }
    }

    /** One object in the last common state, in Git and in awacs; null: it is not there. */
    public record ConflictView(
            ObjectPath object,
            @Nullable String base,
            @Nullable String git,
            @Nullable String awacs) {}

    /**
     * @param balancer null: awacs lacks it
     */
    public record LocationView(LocationId location, @Nullable Balancer balancer) {}
}
