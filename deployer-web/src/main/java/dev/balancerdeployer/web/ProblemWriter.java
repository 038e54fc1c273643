package dev.balancerdeployer.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes every refusal there is, for controllers and for filters (those of security too). Nothing
 * is written to an answer that is already on its way.
 */
@Component
public class ProblemWriter {

    /** Request attribute with the path as it was sent, before a trailing slash was dropped. */
    static final String SENT_PATH = ProblemWriter.class.getName() + ".sentPath";

    private final JsonMapper json;

    ProblemWriter(JsonMapper json) {
        this.json = json;
    }

    /** Answers with the problem. */
    public void write(
            HttpServletRequest request, HttpServletResponse response, ProblemException problem)
            throws IOException {
        write(request, response, problem, problem.type().status());
    }

    /** Answers with the problem, under a status that the container has chosen. */
    void write(
            HttpServletRequest request,
            HttpServletResponse response,
            ProblemException problem,
            int status)
            throws IOException {
        AuditTrail.of(request).refused(problem);
        if (response.isCommitted()) {
            return;
        }
        var kept = kept(response);
        response.reset();
        kept.forEach(response::setHeader);
        problem.headers().forEach(response::setHeader);
        response.setStatus(status);
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        var body = json.writeValueAsBytes(problem.body(status, instance(request)));
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
        response.flushBuffer();
    }

    /** Headers that others have set and that a refusal must not lose. */
    private static Map<String, String> kept(HttpServletResponse response) {
        var kept = new LinkedHashMap<String, String>();
        for (var name : response.getHeaderNames()) {
            var value = response.getHeader(name);
            var ofTheBody =
                    name.regionMatches(true, 0, "content-", 0, 8)
                            && !name.equalsIgnoreCase("Content-Security-Policy");
            if (value != null
                    && !ofTheBody
                    && !name.equalsIgnoreCase(HttpHeaders.ETAG)
                    && !name.equalsIgnoreCase(HttpHeaders.LOCATION)
                    && !name.equalsIgnoreCase(HttpHeaders.CACHE_CONTROL)
                    && !name.equalsIgnoreCase(HttpHeaders.LAST_MODIFIED)
                    && !name.equalsIgnoreCase(HttpHeaders.VARY)) {
                kept.put(name, value);
            }
        }
        return kept;
    }

    private static @Nullable String instance(HttpServletRequest request) {
        var sent =
                request.getAttribute(SENT_PATH) instanceof String path
                        ? path
                        : request.getRequestURI();
        return sent == null ? null : TextRules.shown(sent, 2_000);
    }
}
