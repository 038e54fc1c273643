package dev.balancerdeployer.weights;

import dev.balancerdeployer.coordination.Page;
import dev.balancerdeployer.coordination.PageRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The store of configs, one document each. Every change is one compare-and-set on {@code rev}.
 * {@link dev.balancerdeployer.coordination.StoreUnavailable}: a change may or may not have
 * happened, and "no match", too, may be said of one that did: who changes looks for the attempt.
 * Thread-safe.
 */
public interface ConfigRecords {

    Optional<ConfigRecord> find(ConfigId id);

    /** Stores a new config at {@code rev} 1. False: there is one. */
    boolean insert(ConfigRecord first);

    /** Puts the next state in the place of the one with that {@code rev}. False: no match. */
    boolean replace(long rev, ConfigRecord next);

    /** Raises {@code rev} alone, so that no write that is under way can match. False: no match. */
    boolean raise(ConfigId id, long rev);

    /** By name. */
    Page<Summary> list(PageRequest page);

    /** Configs with a shift that ends at that time or before. */
    List<ConfigId> withShiftsEnding(Instant by);

    /** A config in a list. */
    record Summary(ConfigId id, long version) {}
}
