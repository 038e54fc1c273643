package dev.balancerdeployer.coordination;

/** Name of a semaphore. Leases for other programs live apart, under {@code lease/}. */
public record SemaphoreName(String value) {

    /** What the stored names of leases for other programs begin with (API.md section 3). */
    public static final String LEASE_PREFIX = "lease/";

    public SemaphoreName {
        Names.requireName(
                "semaphore",
                value.startsWith(LEASE_PREFIX) ? value.substring(LEASE_PREFIX.length()) : value);
    }

    /** The semaphore of capacity 1 behind a lease for other programs. */
    public static SemaphoreName ofLease(String name) {
        return new SemaphoreName(LEASE_PREFIX + Names.requireName("name", name));
    }

    public boolean isLease() {
        return value.startsWith(LEASE_PREFIX);
    }

    @Override
    public String toString() {
        return value;
    }
}
