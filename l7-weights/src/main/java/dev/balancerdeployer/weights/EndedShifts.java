package dev.balancerdeployer.weights;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Shifts that are over (SPEC W8). Thread-safe. */
public interface EndedShifts {

    /** Files one. Idempotent. False: it was filed already. */
    boolean file(ConfigId config, Shift ended);

    Optional<Shift> find(ConfigId config, ShiftId id);

    /** All of a config that ended at that time or later, in any order. */
    List<Shift> since(ConfigId config, Instant endedAt);

    /** Forgets those that ended before that time. */
    void forget(Instant before);
}
