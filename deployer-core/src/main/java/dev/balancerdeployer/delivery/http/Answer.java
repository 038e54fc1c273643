package dev.balancerdeployer.delivery.http;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** One answer of the registry, whole. */
record Answer(ResponseEntity<byte[]> entity) {

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private static final Pattern TAG = Pattern.compile("\"(0|[1-9][0-9]{0,17})\"");

    int status() {
        return entity.getStatusCode().value();
    }

    /** The body, which must be a JSON object. */
    Fields json(String where) {
        try {
            var body = entity.getBody();
            return new Fields(JSON.readTree(body == null ? new byte[0] : body), where);
        } catch (JacksonException e) {
            throw new UnexpectedAnswer(where + ": no JSON", e);
        }
    }

    /** The problem, if this is one; decided by its {@code type} (SPEC S0). */
    @Nullable Problem problem() {
        var media = entity.getHeaders().getFirst(HttpHeaders.CONTENT_TYPE);
        if (status() < 400 || media == null || !media.startsWith("application/problem+json")) {
            return null;
        }
        var fields = json("problem");
        return new Problem(fields.text("type"), status(), fields);
    }

    /** The version that a strong ETag names. */
    @Nullable Long tag() {
        var tag = entity.getHeaders().getFirst(HttpHeaders.ETAG);
        var form = TAG.matcher(tag == null ? "" : tag);
        return form.matches() ? Long.valueOf(form.group(1)) : null;
    }

    /**
     * Whether the write changed anything.
     *
     * @param unsaid for a registry that does not say so
     */
    boolean changed(boolean unsaid) {
        var said = entity.getHeaders().getFirst("X-Changed");
        return said == null ? unsaid : said.equals("true");
    }

    /** A refusal. */
    record Problem(String type, int status, Fields fields) {

        boolean is(String slug, int expectedStatus) {
            return status == expectedStatus && type.equals("/problems/" + slug);
        }

        /** For people. */
        String detail() {
            var detail = fields.optionalText("detail");
            return detail == null ? type : detail;
        }
    }
}
