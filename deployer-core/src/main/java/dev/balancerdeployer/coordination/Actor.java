package dev.balancerdeployer.coordination;

import org.jspecify.annotations.Nullable;

/**
 * Who acts.
 *
 * @param name 1 to 128 characters; {@link #SELF} for the deployer's own jobs
 * @param address remote address of the call; null for the deployer's own work
 */
public record Actor(String name, @Nullable String address) {

    /** The name under which the deployer's own jobs act. */
    public static final String SELF = "balancer-deployer";

    public Actor {
        if (name.isBlank() || name.length() > 128) {
            throw new IllegalArgumentException(
                    "actor: '%s' (expected: 1..128 characters)".formatted(name));
        }
    }

    /** The deployer itself. */
    public static Actor self() {
        return new Actor(SELF, null);
    }
}
