package dev.balancerdeployer.weights;

/**
 * Makes the sends of one change known as such (SPEC W4); kept per config for 24 h.
 *
 * @param key 1 to 128 printable ASCII characters
 * @param digest of everything that makes the request what it is: method, path, body, precondition;
 *     another digest under the same key is refused
 */
public record IdempotencyKey(String key, String digest) {

    public IdempotencyKey {
        if (key.isEmpty()
                || key.length() > 128
                || !key.chars().allMatch(it -> it >= 32 && it < 127)) {
            throw new IllegalArgumentException(
                    "Idempotency-Key: (expected: 1..128 printable characters)");
        }
    }
}
