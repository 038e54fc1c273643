package dev.balancerdeployer.coordination;

import java.time.Duration;

/**
 * How a lease is kept alive (SPEC C2). With 30 s, 10 s and 24 s it outlives a change of the
 * database's primary of the usual length.
 *
 * @param ttl how long a permit outlives a crashed holder: 1 s to 2 h
 * @param renew how often it is renewed
 * @param fenceAfter how long after the sending of the last renewal that succeeded the holder stops
 *     by itself
 */
record LeaseTiming(Duration ttl, Duration renew, Duration fenceAfter) {

    LeaseTiming {
        if (ttl.compareTo(Duration.ofSeconds(1)) < 0 || ttl.compareTo(Duration.ofHours(2)) > 0) {
            throw new IllegalArgumentException(
                    "deployer.lease.ttl: '%s' (expected: 1s..2h)".formatted(ttl));
        }
        if (!renew.isPositive() || renew.compareTo(fenceAfter) >= 0) {
            throw new IllegalArgumentException(
                    "deployer.lease.renew: '%s' (expected: above 0, below fence-after %s)"
                            .formatted(renew, fenceAfter));
        }
        if (fenceAfter.compareTo(ttl) >= 0) {
            throw new IllegalArgumentException(
                    "deployer.lease.fence-after: '%s' (expected: below ttl %s)"
                            .formatted(fenceAfter, ttl));
        }
    }

    /** How soon a renewal without an answer is sent again, beside the one that hangs. */
    Duration retry() {
        return renew.dividedBy(5);
    }
}
