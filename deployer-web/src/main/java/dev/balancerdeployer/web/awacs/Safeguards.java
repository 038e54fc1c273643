package dev.balancerdeployer.web.awacs;

import dev.balancerdeployer.coordination.Fence;
import dev.balancerdeployer.coordination.SemaphoreName;
import dev.balancerdeployer.delivery.AttemptId;
import dev.balancerdeployer.delivery.Safeguard;
import dev.balancerdeployer.web.ProblemException;
import dev.balancerdeployer.web.Rfc3339;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what protects a write: attempt, fence and deadline (SPEC C3, C5, D3). */
final class Safeguards {

    static final String ATTEMPT = "X-Attempt";
    static final String FENCE = "X-Fence";
    static final String NOT_AFTER = "X-Not-After";

    private static final Pattern FENCE_FORM = Pattern.compile("(.{1,200}):([1-9][0-9]{0,17})");

    private Safeguards() {}

    /**
     * Of the fields of a body, and of the headers for what the body leaves out: a protection that
     * was sent is never passed over in silence.
     *
     * @throws ProblemException 400 for one that is in both
     */
    static Safeguard of(
            @Nullable String attempt,
            @Nullable FenceBody fence,
            @Nullable Instant notAfter,
            SafeguardHeaders headers) {
        once(ATTEMPT, headers.attempt(), attempt);
        once(FENCE, headers.fence(), fence);
        once(NOT_AFTER, headers.notAfter(), notAfter);
        var sent = of(headers);
        return new Safeguard(
                attempt == null
                        ? sent.attempt()
                        : Places.at("attempt", () -> new AttemptId(attempt)),
                fence == null ? sent.fence() : fence.toDomain("fence"),
                notAfter == null ? sent.notAfter() : notAfter);
    }

    private static void once(String header, @Nullable String sent, @Nullable Object field) {
        if (sent != null && field != null) {
            throw ProblemException.invalid(
                    header, header + ": sent in the body too (expected: once)");
        }
    }

    /** Of the headers, where there is no body of ours. */
    static Safeguard of(SafeguardHeaders headers) {
        var attempt = headers.attempt();
        var fence = headers.fence();
        var notAfter = headers.notAfter();
        return new Safeguard(
                attempt == null ? null : Places.at(ATTEMPT, () -> new AttemptId(attempt)),
                fence == null ? null : fence(fence),
                notAfter == null ? null : Rfc3339.parse(NOT_AFTER, notAfter));
    }

    private static Fence fence(String text) {
        var form = FENCE_FORM.matcher(text);
        if (!form.matches()) {
            throw ProblemException.invalid(FENCE, FENCE + ": (expected: NAME:NUMBER)");
        }
        return Places.at(
                FENCE,
                () -> new Fence(new SemaphoreName(form.group(1)), Long.parseLong(form.group(2))));
    }
}
