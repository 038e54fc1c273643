package dev.balancerdeployer.delivery;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request to deploy, as stored before it was answered (SPEC D6).
 *
 * @param createdAt database time
 * @param revision what the wanted name meant; null before a run took it up, or if it meant nothing
 * @param rollouts those that it started or made wait
 * @param unchanged namespaces whose content is delivered or on its way already
 * @param failure why nothing was started; null unless {@link State#FAILED}
 */
public record Deployment(
        DeploymentId id,
        Wanted wanted,
        String requestedBy,
        Instant createdAt,
        State state,
        @Nullable Revision revision,
        List<RolloutId> rollouts,
        List<NamespaceId> unchanged,
        List<Invalid> invalid,
        @Nullable String failure) {

    public Deployment {
        rollouts = List.copyOf(rollouts);
        unchanged = List.copyOf(unchanged);
        invalid = List.copyOf(invalid);
    }

    /**
     * What was asked for; equal ones join while they wait.
     *
     * @param revision a branch, or a commit in 7 to 40 hex digits
     * @param namespaces sorted; empty: all
     * @param manner FORCED needs a reason
     */
    public record Wanted(
            String revision,
            List<NamespaceId> namespaces,
            String reason,
            Manner manner,
            Origin origin) {

        public Wanted {
            if (revision.isBlank() || revision.length() > 250) {
                throw new IllegalArgumentException(
                        "revision: (expected: a branch or a commit, 1..250 characters)");
            }
            if (manner == Manner.FORCED && reason.isBlank()) {
                throw new IllegalArgumentException("reason: none (expected: why, with force)");
            }
            namespaces = namespaces.stream().distinct().sorted().toList();
        }

        /** What a person asks for that descends from what is delivered. */
        public static Wanted usual(String revision, List<NamespaceId> namespaces, String reason) {
            return new Wanted(revision, namespaces, reason, Manner.USUAL, Origin.PERSON);
        }

        boolean means(NamespaceId namespace) {
            return namespaces.isEmpty() || namespaces.contains(namespace);
        }
    }

    /** Who asks. */
    public enum Origin {
        PERSON,
        /** A push to the delivered branch, which is no decision to end a hold (SPEC D17). */
        PUSH
    }

    /** Where it stands; a done one's rollouts go on by themselves. */
    public enum State {
        ACCEPTED,
        DONE,
        FAILED
    }

    /** A namespace that cannot be delivered as it is in that revision. */
    public record Invalid(String namespace, SourceProblem problem) {}

    static Deployment accepted(DeploymentId id, Wanted wanted, String requestedBy, Instant at) {
        return new Deployment(
                id,
                wanted,
                requestedBy,
                at,
                State.ACCEPTED,
                null,
                List.of(),
                List.of(),
                List.of(),
                null);
    }

    Deployment done(
            Revision resolved,
            List<RolloutId> started,
            List<NamespaceId> same,
            List<Invalid> refused) {
        return new Deployment(
                id,
                wanted,
                requestedBy,
                createdAt,
                State.DONE,
                resolved,
                started,
                same,
                refused,
                null);
    }

    Deployment failed(@Nullable Revision resolved, String why) {
        return new Deployment(
                id,
                wanted,
                requestedBy,
                createdAt,
                State.FAILED,
                resolved,
                List.of(),
                List.of(),
                List.of(),
                why);
    }
}
