package dev.balancerdeployer.coordination;

import java.time.Instant;

/**
 * A lease of another program, as anybody may see it (API.md section 3): without its id, which is
 * the right to renew and to release it. Times are database times.
 *
 * @param name of the lease, without the prefix that the semaphore behind it has
 */
public record ProgramLease(
        String name, String owner, long fence, Instant since, Instant expiresAt) {

    static ProgramLease of(Grant grant) {
        var name = grant.fence().semaphore().value();
        return new ProgramLease(
                name.substring(SemaphoreName.LEASE_PREFIX.length()),
                grant.owner(),
                grant.fence().number(),
                grant.since(),
                grant.expiresAt());
    }
}
