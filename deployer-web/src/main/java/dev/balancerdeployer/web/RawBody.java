package dev.balancerdeployer.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON body of a hook as it came, as a parameter of a controller method. Nothing of it is
 * judged before it is asked for: who sent it is judged first.
 */
public final class RawBody {

    /** The hooks' senders add fields as they like (SPEC S0); all else is as strict as anywhere. */
    private static final JsonMapper UNKNOWN_FIELDS =
            StrictJson.mapper()
                    .rebuild()
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build();

    private final @Nullable String contentType;
    private final byte[] bytes;

    private RawBody(@Nullable String contentType, byte[] bytes) {
        this.contentType = contentType;
        this.bytes = bytes;
    }

    /** A copy of the bytes; another media type than JSON is 415. */
    public byte[] bytes() {
        if (!json(contentType)) {
            throw ProblemException.of(
                            ProblemType.UNSUPPORTED_MEDIA_TYPE, "the body must be application/json")
                    .at("Content-Type");
        }
        return bytes.clone();
    }

    /**
     * The body as that type; fields that the type does not know are ignored.
     *
     * @throws ProblemException 400 with the place, 415
     */
    public <T> T read(Class<T> type) {
        var text = StrictJsonConverter.decode(bytes());
        JsonScan.require(text);
        try {
            T value = UNKNOWN_FIELDS.readValue(text, type);
            if (value == null) {
                throw ProblemException.invalid(
                        JsonPlaces.BODY, "body: null (expected: one JSON object)");
            }
            return value;
        } catch (JacksonException e) {
            throw JacksonFailures.problem(e);
        }
    }

    static RawBody of(HttpServletRequest request) throws IOException {
        return new RawBody(request.getContentType(), request.getInputStream().readAllBytes());
    }

    private static boolean json(@Nullable String contentType) {
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
