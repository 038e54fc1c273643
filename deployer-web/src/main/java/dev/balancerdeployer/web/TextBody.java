package dev.balancerdeployer.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * A body that is text, {@code text/plain} in UTF-8, as a parameter of a controller method: another
 * media type or charset is 415; what is not UTF-8 or holds NUL is 400.
 */
public record TextBody(String text) {

    static TextBody of(HttpServletRequest request) throws IOException {
        if (!isUtf8(request.getContentType(), Set.of(MediaType.TEXT_PLAIN))) {
            throw ProblemException.of(
                            ProblemType.UNSUPPORTED_MEDIA_TYPE,
                            "the body must be text/plain; charset=utf-8")
                    .at("Content-Type");
        }
        var text = StrictJsonConverter.decode(request.getInputStream().readAllBytes());
        return new TextBody(TextRules.plain("body", text));
    }

    /** Whether a header names one of those media types, and no other charset. */
    static boolean isUtf8(@Nullable String contentType, Set<MediaType> types) {
        if (contentType == null) {
            return false;
        }
        try {
            var type = MediaType.parseMediaType(contentType);
            return types.stream().anyMatch(type::equalsTypeAndSubtype)
                    && (type.getCharset() == null
                            || type.getCharset().equals(StandardCharsets.UTF_8));
        } catch (InvalidMediaTypeException _) {
            return false;
        }
    }
}
