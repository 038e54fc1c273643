package dev.balancerdeployer.delivery.registry;

import dev.balancerdeployer.delivery.AttemptId;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.registry.HostedNamespace.LandedAttempt;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The registry's own store of namespaces (SPEC D4). Thread-safe. Every call may throw {@code
 * StoreUnavailable}; reads may be repeated, filing is idempotent, and a {@link #replace} without
 * answer is resolved by reading again.
 */
public interface HostedNamespaces {

    /**
     * A namespace as read.
     *
     * @param rev grows with every change of the document
     */
    record Stored(HostedNamespace namespace, long rev) {}

    /** The namespace or its stub, as the majority has it. */
    Optional<Stored> find(NamespaceId id);

    /** Those of the named ones that exist, for watching: without attempts, in any order. */
    List<HostedNamespace> findAll(Collection<NamespaceId> ids);

    /** Namespaces, no stubs, after that name, by name, without attempts. */
    List<HostedNamespace> list(@Nullable NamespaceId after, int limit);

    /** Makes sure that there is a document to compare with: a stub, unless one is there. */
    void reserve(NamespaceId id);

    /**
     * Compare-and-set: replaces what was read, unless it has changed since, and lands strictly
     * before the deadline of the database's time or not at all; both judged in the filter of the
     * write.
     *
     * @return whether it was replaced
     */
    boolean replace(Stored before, HostedNamespace after, Instant deadline);

    /** Files a line of history; the same line again changes nothing. */
    void fileVersion(NamespaceId id, VersionLine line);

    /** The filed lines of these versions, newest first. */
    List<VersionLine> filedVersions(NamespaceId id, long from, long to);

    /** Files attempts for ever; the same again change nothing. */
    void fileAttempts(NamespaceId id, List<LandedAttempt> attempts);

    Optional<LandedAttempt> filedAttempt(NamespaceId id, AttemptId attempt);
}
