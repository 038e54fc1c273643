package dev.balancerdeployer.web.awacs;

import dev.balancerdeployer.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/**
 * The headers {@code X-Attempt}, {@code X-Fence: NAME:7} and {@code X-Not-After} as they were sent;
 * each may be missing, none may come twice.
 */
record SafeguardHeaders(
        @Nullable String attempt, @Nullable String fence, @Nullable String notAfter) {

    static SafeguardHeaders of(HttpServletRequest request) {
        return new SafeguardHeaders(
                single(request, Safeguards.ATTEMPT),
                single(request, Safeguards.FENCE),
                single(request, Safeguards.NOT_AFTER));
    }

    /** The value of a header that may come once. */
    static @Nullable String single(HttpServletRequest request, String header) {
        var values = Collections.list(request.getHeaders(header));
        if (values.size() > 1) {
            throw ProblemException.invalid(header, header + ": sent twice (expected: once)");
        }
        return values.isEmpty() ? null : values.getFirst().strip();
    }
}
