package dev.balancerdeployer.coordination;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The right to renew and to release a lease of another program: its secret, which are 128 random
 * bits, and where to look for it. As text {@code SECRET.NAME}.
 */
record LeaseId(String attempt, SemaphoreName name) {

    private static final Pattern TEXT =
            Pattern.compile("([0-9a-f]{32})\\.([A-Za-z0-9][A-Za-z0-9_.-]{0,127})");

    static LeaseId of(Grant grant) {
        return new LeaseId(grant.attempt(), grant.fence().semaphore());
    }

    /** Empty if no lease ever had such an id. */
    static Optional<LeaseId> parse(String text) {
        var parts = TEXT.matcher(text);
        return parts.matches()
                ? Optional.of(new LeaseId(parts.group(1), SemaphoreName.ofLease(parts.group(2))))
                : Optional.empty();
    }

    String text() {
        return attempt + "." + name.value().substring(SemaphoreName.LEASE_PREFIX.length());
    }
}
