package dev.balancerdeployer.delivery;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of an object's text in UTF-8, in lower-case hex. */
public record ObjectDigest(String hex) {

    public ObjectDigest {
        if (!hex.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException(
                    "digest: '%s' (expected: 64 hex digits)".formatted(hex));
        }
    }

    public static ObjectDigest of(String text) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            return new ObjectDigest(
                    HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8))));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return hex;
    }
}
