package dev.balancerdeployer.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** Reads {@code If-Match} and {@code If-None-Match} of changes (SPEC S0). */
final class Preconditions {

    private static final Pattern TAG = Pattern.compile("\"(0|[1-9][0-9]{0,17})\"");

    private Preconditions() {}

    static IfMatch ifMatch(HttpServletRequest request) {
        if (!sent(request, HttpHeaders.IF_MATCH)) {
            throw ProblemException.of(
                            ProblemType.PRECONDITION_REQUIRED,
                            "If-Match with the current version is required, such as \"3\"")
                    .at(HttpHeaders.IF_MATCH);
        }
        return new IfMatch(version(request));
    }

    static Precondition precondition(HttpServletRequest request) {
        var found = find(request);
        if (found == null) {
            throw ProblemException.of(
                            ProblemType.PRECONDITION_REQUIRED,
                            "If-Match with the current version, or If-None-Match: * to create, is"
                                    + " required")
                    .at(HttpHeaders.IF_MATCH);
        }
        return found;
    }

    static OptionalPrecondition optional(HttpServletRequest request) {
        return new OptionalPrecondition(find(request));
    }

    private static @Nullable Precondition find(HttpServletRequest request) {
        var match = sent(request, HttpHeaders.IF_MATCH);
        var noneMatch = sent(request, HttpHeaders.IF_NONE_MATCH);
        if (match && noneMatch) {
            throw ProblemException.invalid(
                    HttpHeaders.IF_NONE_MATCH,
                    "If-None-Match: sent together with If-Match (expected: one of them)");
        }
        if (match) {
            return new Precondition.AtVersion(version(request));
        }
        if (!noneMatch) {
            return null;
        }
        if (!single(request, HttpHeaders.IF_NONE_MATCH).equals("*")) {
            throw ProblemException.invalid(
                    HttpHeaders.IF_NONE_MATCH, "If-None-Match: (expected: *)");
        }
        return new Precondition.Absent();
    }

    private static long version(HttpServletRequest request) {
        var matcher = TAG.matcher(single(request, HttpHeaders.IF_MATCH));
        if (!matcher.matches()) {
            throw ProblemException.invalid(
                    HttpHeaders.IF_MATCH, "If-Match: (expected: one strong tag such as \"3\")");
        }
        return Long.parseLong(matcher.group(1));
    }

    private static boolean sent(HttpServletRequest request, String header) {
        return request.getHeader(header) != null;
    }

    private static String single(HttpServletRequest request, String header) {
        var values = Collections.list(request.getHeaders(header));
        return values.size() == 1 ? values.getFirst().strip() : "";
    }
}
