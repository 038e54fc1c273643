package dev.balancerdeployer.web;

import dev.balancerdeployer.coordination.PageRequest;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** The parameters {@code limit} and {@code after} of every list (SPEC S0). */
final class Paging {

    private Paging() {}

    static PageRequest of(HttpServletRequest request) {
        var limit = single(request, "limit");
        var after = single(request, "after");
        if (after != null && (after.isEmpty() || after.length() > 2_000)) {
            throw ProblemException.invalid(
                    "after", "after: not a cursor (expected: 'next' of a page)");
        }
        return new PageRequest(limit == null ? PageRequest.DEFAULT_LIMIT : number(limit), after);
    }

    private static int number(String limit) {
        if (!limit.matches("[0-9]{1,3}")
                || Integer.parseInt(limit) < 1
                || Integer.parseInt(limit) > PageRequest.MAX_LIMIT) {
            throw ProblemException.invalid(
                    "limit",
                    "limit: '%s' (expected: 1..500)".formatted(TextRules.shown(limit, 30)));
        }
        return Integer.parseInt(limit);
    }

    private static @Nullable String single(HttpServletRequest request, String name) {
        var values = request.getParameterValues(name);
        if (values == null) {
            return null;
        }
        if (values.length > 1) {
            throw ProblemException.invalid(name, name + ": sent twice (expected: once)");
        }
        return values[0];
    }
}
