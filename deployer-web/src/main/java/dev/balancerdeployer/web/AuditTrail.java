package dev.balancerdeployer.web;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * What a request adds to its entry in the audit log (SPEC C9): one per request, as a parameter of a
 * controller method. Everything has a default: action and target come from the path, the version
 * before from {@code If-Match}, the version after from the answer's {@code ETag}.
 */
public final class AuditTrail {

    private static final String ATTRIBUTE = AuditTrail.class.getName();

    private @Nullable String action;
    private @Nullable String target;
    private @Nullable Long before;
    private @Nullable Long after;
    private @Nullable String reason;
    private @Nullable ProblemException problem;
    private boolean skipped;

    private AuditTrail() {}

    /** The trail of a request. */
    public static AuditTrail of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof AuditTrail trail) {
            return trail;
        }
        var trail = new AuditTrail();
        request.setAttribute(ATTRIBUTE, trail);
        return trail;
    }

    /** What was done, upper snake case. */
    public AuditTrail action(String value) {
        this.action = value;
        return this;
    }

    /** What it was done to, such as {@code leases/sas}; the list is in SPEC C9. */
    public AuditTrail target(String value) {
        this.target = value;
        return this;
    }

    /** The version before. */
    public AuditTrail before(long version) {
        this.before = version;
        return this;
    }

    /** The version after. */
    public AuditTrail after(long version) {
        this.after = version;
        return this;
    }

    /** Why, in the caller's words. Set it as soon as it is known: refusals are recorded with it. */
    public AuditTrail reason(@Nullable String value) {
        this.reason = value;
        return this;
    }

    /** Nothing was changed (a dry run, a release of what was gone): no entry if it is answered. */
    public AuditTrail nothingChanged() {
        this.skipped = true;
        return this;
    }

    /**
     * What was done is in the log already, by whoever did it: no second entry if it is answered.
     */
    public AuditTrail recordedAlready() {
        this.skipped = true;
        return this;
    }

    void refused(ProblemException why) {
        this.problem = why;
    }

    @Nullable String action() {
        return action;
    }

    @Nullable String target() {
        return target;
    }

    @Nullable Long before() {
        return before;
    }

    @Nullable Long after() {
        return after;
    }

    @Nullable String reason() {
        return reason;
    }

    @Nullable ProblemException problem() {
        return problem;
    }

    boolean skipped() {
        return skipped;
    }
}
