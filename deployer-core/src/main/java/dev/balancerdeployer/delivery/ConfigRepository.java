package dev.balancerdeployer.delivery;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The Git repository that generated configs come from (SPEC D1, D2). Reads work on a local mirror,
 * without checking out, and never touch the network. Safe for many threads. Content is hostile:
 * what cannot be delivered is {@link SourceListing#refused() refused} per namespace and never stops
 * the others. Every call throws {@link SourceUnavailable} if the mirror cannot answer: it was never
 * fetched, or lacks a revision that it was asked about.
 */
public interface ConfigRepository {

    /**
     * Brings the mirror up to date and answers the head of the delivered branch. Blocks at most for
     * the configured time limits.
     *
     * @throws SourceUnavailable if the remote cannot be reached, or has no such branch; the mirror
     *     keeps its last good state
     */
    Revision fetch();

    /**
     * The name of the branch that is delivered, as far as the mirror knows it. Never throws: where
     * none is configured and nothing was fetched yet, all the usual names; none if there is no
     * repository.
     */
    List<String> deliveredBranch();

    /**
     * The commit behind a branch name, a full SHA-1, or an unambiguous abbreviation of at least 7
     * digits, as far as the mirror has it.
     */
    Optional<Revision> resolve(String name);

    /**
     * Whether {@code ancestor} is {@code revision} or one of its ancestors; false too if the mirror
     * does not know {@code ancestor}.
     */
    boolean contains(Revision revision, Revision ancestor);

    /**
     * All namespaces of a revision. Costs nothing for directories whose git tree was seen before.
     */
    SourceListing list(Revision revision);

    /**
     * The texts of all objects of one namespace; {@code namespace.yaml} is not one.
     *
     * @throws IllegalArgumentException if the namespace is not well-formed in that revision
     */
    SortedMap<ObjectPath, String> objects(Revision revision, NamespaceId namespace);
}
