package dev.balancerdeployer.delivery;

/** A commit of the config repository, by its full SHA-1 in hex. */
public record Revision(String sha) {

    public Revision {
        if (!sha.matches("[0-9a-f]{40}")) {
            throw new IllegalArgumentException(
                    "revision: '%s' (expected: 40 hex digits)".formatted(sha));
        }
    }

    @Override
    public String toString() {
        return sha;
    }
}
