package dev.balancerdeployer.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * A body that is text, {@code text/plain} in UTF-8, as a parameter of a controller method: another
 * media type or charset is 415; what is not UTF-8 or holds NUL is 400.
 */
public record TextBody(String text) {

    static TextBody of(HttpServletRequest request) throws IOException {
        if (!plain(request.getContentType())) {
            throw ProblemException.of(
                            ProblemType.UNSUPPORTED_MEDIA_TYPE,
                            "the body must be text/plain; charset=utf-8")
                    .at("Content-Type");
        }
        var bytes = request.getInputStream().readAllBytes();
        try {
            var text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return new TextBody(TextRules.plain("body", text));
        } catch (CharacterCodingException _) {
            throw ProblemException.invalid("body", "body: not UTF-8");
        }
    }

    private static boolean plain(String contentType) {
        if (contentType == null) {
            return false;
        }
        try {
            var type = MediaType.parseMediaType(contentType);
            return type.equalsTypeAndSubtype(MediaType.TEXT_PLAIN)
                    && (type.getCharset() == null
                            || type.getCharset().equals(StandardCharsets.UTF_8));
        } catch (InvalidMediaTypeException _) {
            return false;
        }
    }
}
