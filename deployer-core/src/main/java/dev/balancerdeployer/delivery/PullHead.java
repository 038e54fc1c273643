package dev.balancerdeployer.delivery;

import dev.balancerdeployer.delivery.ConfigCommits.Claimed;
import java.util.Map;
import java.util.Set;

/**
 * The delivered branch, as a run of the puller knows it.
 *
 * @param sources the namespaces that are well-formed there
 * @param claims what earlier pulls brought
 */
record PullHead(
        Revision revision,
        Set<NamespaceId> sources,
        Map<NamespaceId, Map<ObjectPath, Claimed>> claims) {

    /** After a push of ours. */
    PullHead at(Revision pushed) {
        return new PullHead(pushed, sources, claims);
    }
}
