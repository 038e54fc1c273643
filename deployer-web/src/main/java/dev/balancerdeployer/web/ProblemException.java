package dev.balancerdeployer.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A refusal, thrown wherever it is found out and answered as {@code application/problem+json}.
 *
 * <pre>{@code
 * throw ProblemException.of(ProblemType.WRONG_STATE, "the rollout is cancelled").at("state");
 * }</pre>
 */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** So many mistakes say enough. */
    private static final int MAX_ERRORS = 100;

    private final ProblemType type;
    private final String detail;
    private @Nullable String place;
    private final transient List<Fault> errors = new ArrayList<>();
    private final transient Map<String, @Nullable Object> members = new LinkedHashMap<>();
    private final transient Map<String, String> headers = new LinkedHashMap<>();

    /**
     * One of several faults of one request.
     *
     * @param place the part of the input that is wrong, such as {@code new_weights.search.SAS}
     */
    public record Fault(String place, String detail) {}

    private ProblemException(ProblemType type, String detail, @Nullable Throwable cause) {
        super(type.type() + ": " + detail, cause, false, cause != null);
        this.type = type;
        this.detail = detail;
    }

    /**
     * A refusal of that type.
     *
     * @param detail one sentence for the person who sent the request
     */
    public static ProblemException of(ProblemType type, String detail) {
        return new ProblemException(type, detail, null);
    }

    /** As {@link #of(ProblemType, String)}; the cause is for the log only. */
    public static ProblemException of(ProblemType type, String detail, Throwable cause) {
        return new ProblemException(type, detail, cause);
    }

    /** 400: {@code place} of the input is wrong. */
    public static ProblemException invalid(String place, String detail) {
        return of(ProblemType.INVALID_REQUEST, detail).at(place);
    }

    /**
     * 404.
     *
     * @param what names the thing, such as {@code namespace maps-front}
     */
    public static ProblemException notFound(String what) {
        return of(ProblemType.NOT_FOUND, "there is no " + what);
    }

    /** 412 with {@code current_version}. */
    public static ProblemException stale(long current) {
        return of(ProblemType.STALE_VERSION, "the current version is " + current)
                .with("current_version", current);
    }

    /**
     * 400 with the faults in {@code errors}, the first hundred of them; {@code place} and detail
     * are those of the first.
     */
    public static ProblemException invalid(List<Fault> faults) {
        var problem = invalid(faults.getFirst().place(), faults.getFirst().detail());
        problem.errors.addAll(faults.subList(0, Math.min(faults.size(), MAX_ERRORS)));
        return problem;
    }

    /** Names the part of the input that is wrong. */
    public ProblemException at(String where) {
        this.place = where;
        return this;
    }

    /** Adds a member to the body, such as {@code current_version}; snake case. */
    public ProblemException with(String name, @Nullable Object value) {
        members.put(name, value);
        return this;
    }

    /** Adds a header to the answer. */
    public ProblemException header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public ProblemType type() {
        return type;
    }

    public String detail() {
        return detail;
    }

    public @Nullable String place() {
        return place;
    }

    /** Every fault of it, at least one. */
    public List<Fault> faults() {
        return errors.isEmpty()
                ? List.of(new Fault(place == null ? "body" : place, detail))
                : List.copyOf(errors);
    }

    /**
     * The same refusal of a part of the input: {@code new_weights.search} becomes {@code
     * tasks.drain.new_weights.search}, in its details too.
     *
     * @param part such as {@code tasks.drain}
     */
    public ProblemException within(String part) {
        var moved = new ProblemException(type, moved(part, place, detail), getCause());
        moved.place = place == null ? part : part + "." + place;
        errors.forEach(it ->
                moved.errors.add(
                        new Fault(part + "." + it.place(), moved(part, it.place(), it.detail()))));
        moved.members.putAll(members);
        moved.headers.putAll(headers);
        return moved;
    }

    private static String moved(String part, @Nullable String place, String detail) {
        return place != null && detail.startsWith(place + ":") ? part + "." + detail : detail;
    }

    /** The body, for an answer that holds it as a part of itself. */
    public Map<String, @Nullable Object> body() {
        return body(type.status(), null);
    }

    /** The value of a member added with {@link #with}; null if there is none. */
    @Nullable Object member(String name) {
        return members.get(name);
    }

    Map<String, String> headers() {
        return headers;
    }

    /** The body, in the order of API.md section 2. */
    Map<String, @Nullable Object> body(int status, @Nullable String instance) {
        var body = new LinkedHashMap<String, @Nullable Object>();
        body.put("type", type.type());
        body.put("title", type.title());
        body.put("status", status);
        body.put("detail", TextRules.shown(detail, 2_000));
        if (instance != null) {
            body.put("instance", instance);
        }
        if (place != null) {
            body.put("place", TextRules.shown(place, 1_000));
        }
        body.putAll(members);
        if (!errors.isEmpty()) {
            body.put(
                    "errors",
                    errors.stream()
                            .map(e ->
                                    new Fault(
                                            TextRules.shown(e.place(), 1_000),
                                            TextRules.shown(e.detail(), 2_000)))
                            .toList());
        }
        return body;
    }
}
