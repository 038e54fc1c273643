package dev.balancerdeployer.web;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * The header {@code Idempotency-Key}, as a parameter of a controller method, with what makes the
 * request the one that it is, beside its body (SPEC W4).
 *
 * @param key null: none was sent
 * @param request method, path and precondition
 */
public record IdempotencyHeader(@Nullable String key, String request) {

    public static final String NAME = "Idempotency-Key";

    static IdempotencyHeader of(HttpServletRequest request) {
        var sent = Collections.list(request.getHeaders(NAME));
        if (sent.size() > 1) {
            throw ProblemException.invalid(NAME, NAME + ": sent twice (expected: once)");
        }
        return new IdempotencyHeader(
                sent.isEmpty() ? null : sent.getFirst(),
                "%s %s?%s\n%s\n%s\n"
                        .formatted(
                                request.getMethod(),
                                request.getRequestURI(),
                                request.getQueryString(),
                                request.getHeader(HttpHeaders.IF_MATCH),
                                request.getHeader(HttpHeaders.IF_NONE_MATCH)));
    }

    /**
     * What makes this request with that body the one that it is.
     *
     * @param body equal for bodies that mean the same
     */
    public String digest(String body) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of()
                    .formatHex(sha.digest((request + body).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
