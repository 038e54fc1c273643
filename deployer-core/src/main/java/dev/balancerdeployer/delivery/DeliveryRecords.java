package dev.balancerdeployer.delivery;

import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.coordination.StoreUnavailable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The store of what delivery knows. Thread-safe, on any number of replicas. Every call may throw
 * {@link StoreUnavailable}: reads may be repeated, filing is idempotent.
 */
public interface DeliveryRecords {

    /**
     * A record as read.
     *
     * @param rev grows with every change
     */
    record Stored(NamespaceRecord record, long rev) {}

    Optional<Stored> find(NamespaceId namespace);

    /** All, by name. */
    List<Stored> all();

    /** At most {@code limit} after that name, by name. */
    List<Stored> list(@Nullable NamespaceId after, int limit);

    /** Those with a rollout under way, by name. */
    List<Stored> underWay();

    /** Those with a rollout that waits, by name. */
    List<Stored> queued();

    /** The record whose current or queued rollout that is. */
    Optional<Stored> findByRollout(RolloutId rollout);

    /** Stores a record that was not there; empty: it is. */
    Optional<Stored> insert(NamespaceRecord record);

    /**
     * Compare-and-set: replaces what was read unless it has changed since (then empty). A repeated
     * send of the same change that landed counts as landed.
     */
    Optional<Stored> replace(Stored before, NamespaceRecord after);

    /** Files an ended rollout, before its record forgets it. The same again changes nothing. */
    void file(Rollout ended);

    Optional<Rollout> findFiled(RolloutId rollout);

    /** Filed rollouts, newest first, then by descending id. */
    List<Rollout> listFiled(Filter filter, @Nullable Position before, int limit);

    /** Refused directories whose names cannot be namespaces; they are shown all the same. */
    List<SourceListing.Refused> oddDirectories();

    /** Replaces that list. */
    void saveOddDirectories(List<SourceListing.Refused> refused);

    /** Which rollouts; null: any. */
    record Filter(@Nullable NamespaceId namespace, @Nullable RolloutState state) {

        public boolean matches(Rollout rollout) {
            return (namespace == null || namespace.equals(rollout.namespace()))
                    && (state == null || state == rollout.state());
        }
    }

    /** Where a page of rollouts ended. */
    record Position(Instant createdAt, RolloutId id) {

        /** Whether the rollout comes after this position, in the order newest first. */
        public boolean isBefore(Rollout rollout) {
            var byTime = rollout.createdAt().compareTo(createdAt);
            return byTime < 0 || (byTime == 0 && rollout.id().compareTo(id) < 0);
        }
    }

    /** The most that one page asks for, see {@link PageRequest}. */
    int MAX = PageRequest.MAX_LIMIT + 1;
}
