package dev.balancerdeployer.weights;

import org.jspecify.annotations.Nullable;

/**
 * A change as it is asked for.
 *
 * @param key null: the change is done once for each time it is asked for
 * @param dryRun what would become of it; nothing is stored, and the key is not looked at
 */
public record ChangeRequest(
        ConfigId config,
        Change change,
        Why why,
        Expected expected,
        @Nullable IdempotencyKey key,
        boolean dryRun) {

    /** At any version, without a key. */
    public static ChangeRequest of(ConfigId config, Change change, Why why) {
        return new ChangeRequest(config, change, why, new Expected.Anything(), null, false);
    }

    public ChangeRequest withKey(IdempotencyKey newKey) {
        return new ChangeRequest(config, change, why, expected, newKey, dryRun);
    }

    public ChangeRequest at(long version) {
        return new ChangeRequest(config, change, why, new Expected.Version(version), key, dryRun);
    }

    public ChangeRequest dry() {
        return new ChangeRequest(config, change, why, expected, null, true);
    }
}
