package dev.balancerdeployer.delivery;

import dev.balancerdeployer.coordination.Actor;
import org.jspecify.annotations.Nullable;

/**
 * Why somebody wants it.
 *
 * @param deployment null: a scheduled run found it
 * @param byPerson whether a person asked, and not a schedule or a push
 */
record Cause(
        String requestedBy,
        String reason,
        @Nullable DeploymentId deployment,
        Manner manner,
        boolean byPerson) {

    static Cause scheduled() {
        return new Cause(Actor.SELF, "found in Git", null, Manner.USUAL, false);
    }

    static Cause of(Deployment deployment) {
        var wanted = deployment.wanted();
        return new Cause(
                deployment.requestedBy(),
                wanted.reason(),
                deployment.id(),
                wanted.manner(),
                wanted.origin() == Deployment.Origin.PERSON);
    }
}
