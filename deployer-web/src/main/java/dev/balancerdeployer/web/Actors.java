package dev.balancerdeployer.web;

import dev.balancerdeployer.coordination.Actor;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** Who sent a request (API.md section 1). */
final class Actors {

    static final String HEADER = "X-Actor";

    private static final String NOBODY = "anonymous";

    private Actors() {}

    /**
     * The actor of a request.
     *
     * @throws ProblemException 400, the header is not 1..128 characters without control characters
     */
    static Actor of(HttpServletRequest request) {
        var sent = Collections.list(request.getHeaders(HEADER));
        if (sent.isEmpty()) {
            return new Actor(NOBODY, request.getRemoteAddr());
        }
        var name = sent.size() == 1 ? utf8(sent.getFirst()) : null;
        if (name == null
                || name.isBlank()
                || name.length() > 128
                || name.chars().anyMatch(Character::isISOControl)
                || TextRules.fault(name) != null) {
            throw ProblemException.invalid(
                    HEADER,
                    HEADER + ": (expected: once, 1..128 characters without control characters)");
        }
        return new Actor(name, request.getRemoteAddr());
    }

    /** As {@link #of}, but nobody where the header is not valid: for the record of a refusal. */
    static Actor orNobody(HttpServletRequest request) {
        try {
            return of(request);
        } catch (ProblemException _) {
            return new Actor(NOBODY, request.getRemoteAddr());
        }
    }

    /** The container hands header bytes over as ISO-8859-1; names are UTF-8. */
    private static @Nullable String utf8(String value) {
        if (value.chars().anyMatch(c -> c > 0xff)) {
            return value;
        }
        try {
            var bytes = value.getBytes(StandardCharsets.ISO_8859_1);
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException _) {
            return null;
        }
    }
}
