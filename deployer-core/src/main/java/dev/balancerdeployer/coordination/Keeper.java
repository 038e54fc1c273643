package dev.balancerdeployer.coordination;

import dev.balancerdeployer.coordination.JobEntry.Waiting;
import java.time.Duration;
import java.time.Instant;

/**
 * Who sees to waiting runs, and how long it may be silent about one before anybody takes it over
 * (SPEC C6). That is stored with the run, so replicas with different settings do not hurt each
 * other.
 */
record Keeper(String owner, Duration silence) {

    /** The silence is never longer than this. */
    static final Duration MOST_SILENCE = Duration.ofSeconds(30);

    private static final int REFRESHES = 6;

    /** A waiting run of a dead replica is not to keep others waiting for longer than its permit. */
    static Duration silenceFor(Duration ttl) {
        return ttl.compareTo(MOST_SILENCE) < 0 ? ttl : MOST_SILENCE;
    }

    Duration refreshEvery() {
        return silence.dividedBy(REFRESHES);
    }

    Waiting waits(PlannedRun plan, Instant now) {
        return new Waiting(plan, owner, now, silence);
    }
}
