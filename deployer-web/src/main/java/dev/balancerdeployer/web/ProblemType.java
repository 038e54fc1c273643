package dev.balancerdeployer.web;

/**
 * Every kind of refusal there is, the one catalogue of the API (SPEC S0). The {@link #type()} is
 * stable; {@code docs/problems.md} says of each when it comes and what to do.
 */
public enum ProblemType {
    INVALID_REQUEST("invalid-request", 400, "The request is not valid"),
    UNAUTHORIZED("unauthorized", 401, "Who calls is not known"),
    BAD_SIGNATURE("bad-signature", 401, "The signature is wrong"),
    RESERVED_PATH("reserved-path", 403, "The path is reserved"),
    NOT_FOUND("not-found", 404, "There is no such thing"),
    METHOD_NOT_ALLOWED("method-not-allowed", 405, "The method is not allowed here"),
    NOT_ACCEPTABLE("not-acceptable", 406, "No acceptable form of the answer"),
    WRONG_STATE("wrong-state", 409, "The state does not allow this"),
    ALREADY_EXISTS("already-exists", 409, "It exists already"),
    CONTENDED("contended", 409, "Others were faster each time"),
    LEASE_HELD("lease-held", 409, "The lease is held by somebody else"),
    FENCED_OFF("fenced-off", 409, "The write came too late"),
    NOT_ACTIVE("not-active", 409, "A required location is not active"),
    LEASE_LOST("lease-lost", 410, "The lease is lost"),
    STALE_VERSION("stale-version", 412, "The version is not the current one"),
    TOO_LARGE("too-large", 413, "The content is too large"),
    URI_TOO_LONG("uri-too-long", 414, "The address is too long"),
    UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 415, "The media type is not supported"),
    RANGE_NOT_SATISFIABLE("range-not-satisfiable", 416, "There is no such range"),
    EXPECTATION_FAILED("expectation-failed", 417, "The expectation cannot be met"),
    ALL_ZERO("all-zero", 422, "A component would have no location"),
    SAFETY_RULE("safety-rule", 422, "A safety rule forbids it"),
    IDEMPOTENCY_KEY_REUSED("idempotency-key-reused", 422, "The key belongs to another request"),
    PRECONDITION_REQUIRED("precondition-required", 428, "A precondition is required"),
    HEADERS_TOO_LARGE("headers-too-large", 431, "The header fields are too large"),
    INTERNAL("internal", 500, "Something went wrong here"),
    NOT_IMPLEMENTED("not-implemented", 501, "This is not implemented"),
    STORE_UNAVAILABLE("store-unavailable", 503, "What is behind this service did not answer"),
    STOPPING("stopping", 503, "This replica is stopping"),
    SOURCE_UNAVAILABLE("source-unavailable", 503, "The config repository did not answer"),
    HTTP_VERSION_NOT_SUPPORTED(
            "http-version-not-supported", 505, "The HTTP version is not supported");

    private final String slug;
    private final int status;
    private final String title;

    ProblemType(String slug, int status, String title) {
        this.slug = slug;
        this.status = status;
        this.title = title;
    }

    /** The stable name, a relative reference: {@code /problems/stale-version}. */
    public String type() {
        return "/problems/" + slug;
    }

    /** The HTTP status it travels with. */
    public int status() {
        return status;
    }

    /** The same short sentence for every problem of this type. */
    public String title() {
        return title;
    }

    /**
     * The type that says most about a bare status, such as one set by the container; for a status
     * that no type has it is {@link #INVALID_REQUEST} or {@link #INTERNAL}.
     */
    static ProblemType ofStatus(int status) {
        if (status == 409) {
            return WRONG_STATE;
        }
        for (var type : values()) {
            if (type.status == status) {
                return type;
            }
        }
        return status >= 400 && status < 500 ? INVALID_REQUEST : INTERNAL;
    }
}
