package dev.balancerdeployer.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Set;
import org.springframework.http.MediaType;

/**
 * A body that is YAML in UTF-8, as a parameter of a controller method: another media type or
 * charset is 415; what is not UTF-8 or holds NUL is 400; over {@value #MAX_BYTES} bytes are 413.
 */
public record YamlBody(String text) {

    /** 1 MiB. */
    static final int MAX_BYTES = 1024 * 1024;

    private static final Set<MediaType> TYPES =
            Set.of(
                    MediaType.APPLICATION_YAML,
                    new MediaType("application", "x-yaml"),
                    new MediaType("text", "yaml"));

    static YamlBody of(HttpServletRequest request) throws IOException {
        if (!TextBody.isUtf8(request.getContentType(), TYPES)) {
            throw ProblemException.of(
                            ProblemType.UNSUPPORTED_MEDIA_TYPE,
                            "the body must be application/yaml, application/x-yaml or text/yaml")
                    .at("Content-Type");
        }
        if (request.getContentLengthLong() > MAX_BYTES) {
            throw tooLarge();
        }
        var bytes = request.getInputStream().readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw tooLarge();
        }
        return new YamlBody(TextRules.plain("body", StrictJsonConverter.decode(bytes)));
    }

    private static ProblemException tooLarge() {
        return ProblemException.of(ProblemType.TOO_LARGE, "the body is larger than 1 MiB")
                .at("body");
    }
}
