package dev.balancerdeployer.weights;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Makes the sends of one change known as such (SPEC W4); kept per config for 24 h.
 *
 * @param key 1 to 128 printable ASCII characters
 * @param digest of everything that makes the request what it is: method, path, body, precondition;
 *     another digest under the same key is refused
 */
public record IdempotencyKey(String key, String digest) {

    /**
     * A key of its own for one part of a request, such as a task of a recipe (SPEC W7): the same
     * for the same key and part.
     */
    public IdempotencyKey part(String name, String digestOfPart) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            var both = "%s\0%s".formatted(key, name).getBytes(StandardCharsets.UTF_8);
            return new IdempotencyKey(HexFormat.of().formatHex(sha.digest(both)), digestOfPart);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    public IdempotencyKey {
        if (key.isEmpty()
                || key.length() > 128
                || !key.chars().allMatch(it -> it >= 32 && it < 127)) {
            throw new IllegalArgumentException(
                    "Idempotency-Key: (expected: 1..128 printable characters)");
        }
    }
}
