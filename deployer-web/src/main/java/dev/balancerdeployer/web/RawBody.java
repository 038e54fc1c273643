package dev.balancerdeployer.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * The bytes of a JSON body as they came, for what is signed, as a parameter of a controller method:
 * another media type is 415. Not parsed: the signature is judged first.
 */
public final class RawBody {

    private final byte[] bytes;

    private RawBody(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A copy of them. */
    public byte[] bytes() {
        return bytes.clone();
    }

    static RawBody of(HttpServletRequest request) throws IOException {
        if (!json(request.getContentType())) {
            throw ProblemException.of(
                            ProblemType.UNSUPPORTED_MEDIA_TYPE, "the body must be application/json")
                    .at("Content-Type");
        }
        return new RawBody(request.getInputStream().readAllBytes());
    }

    private static boolean json(String contentType) {
        if (contentType == null) {
            return false;
        }
        try {
            return MediaType.parseMediaType(contentType)
                    .equalsTypeAndSubtype(MediaType.APPLICATION_JSON);
        } catch (InvalidMediaTypeException _) {
            return false;
        }
    }
}
