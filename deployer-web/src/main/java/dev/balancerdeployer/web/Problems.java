package dev.balancerdeployer.web;

import dev.balancerdeployer.coordination.StoreUnavailable;
import dev.balancerdeployer.delivery.AwacsUnavailable;
import dev.balancerdeployer.delivery.SourceUnavailable;
import java.util.Comparator;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.http.HttpMethod;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingPathVariableException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.context.request.async.AsyncRequestTimeoutException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import tools.jackson.core.JacksonException;

/**
 * Says of anything that can be thrown which refusal it is; the texts are ours, never a library's.
 */
public final class Problems {

    /** How the domain words a caller's mistake: {@code weight: -1 (expected: 0..1000000)}. */
    private static final Pattern MISTAKE =
            Pattern.compile(
                    "(?<what>[A-Za-z][A-Za-z0-9_.\\[\\]/-]{0,99}): .*\\(expected: .*\\)",
                    Pattern.DOTALL);

    private Problems() {}

    /** The refusal that it is; {@code internal} if it is none. */
    public static ProblemException of(Throwable thrown) {
        return switch (thrown) {
            case ProblemException problem -> problem;
            case StoreUnavailable e ->
                    ProblemException.of(
                            ProblemType.STORE_UNAVAILABLE,
                            "the database did not answer in time; a change may or may not have"
                                    + " happened",
                            e);
            case AwacsUnavailable e ->
                    ProblemException.of(
                            ProblemType.STORE_UNAVAILABLE,
                            "awacs did not answer in time; a change may or may not have happened",
                            e);
            case SourceUnavailable e ->
                    ProblemException.of(
                            ProblemType.STORE_UNAVAILABLE,
                            "the config repository did not answer; trying again is safe",
                            e);
            case HttpMessageNotReadableException e -> unreadable(e);
            case JacksonException e -> JacksonFailures.problem(e);
            case MethodArgumentTypeMismatchException e -> wrongType(e.getName(), e);
            case TypeMismatchException e ->
                    wrongType(e.getPropertyName() == null ? "request" : e.getPropertyName(), e);
            case IllegalArgumentException e -> mistake(e);
            default -> web(thrown);
        };
    }

    /** A caller's mistake in the domain's wording; null if it is not worded so. */
    static @Nullable String placeOf(IllegalArgumentException mistake) {
        var message = mistake.getMessage();
        if (message == null) {
            return null;
        }
        var matcher = MISTAKE.matcher(message);
        return matcher.matches() ? matcher.group("what") : null;
    }

    private static ProblemException mistake(IllegalArgumentException e) {
        var place = placeOf(e);
        return place == null ? internal(e) : ProblemException.invalid(place, message(e));
    }

    private static ProblemException unreadable(HttpMessageNotReadableException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException problem) {
                return problem;
            }
            if (cause instanceof JacksonException failure) {
                return JacksonFailures.problem(failure);
            }
        }
        return ProblemException.invalid("body", "the body is missing or cannot be read");
    }

    private static ProblemException wrongType(String place, TypeMismatchException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException problem) {
                return problem;
            }
            if (cause instanceof IllegalArgumentException mistake
                    && !(cause instanceof ConversionFailedException)
                    && placeOf(mistake) != null) {
                return ProblemException.invalid(place, message(mistake));
            }
        }
        return ProblemException.invalid(
                place,
                "%s: '%s' (expected: %s)"
                        .formatted(
                                place,
                                TextRules.shown(String.valueOf(e.getValue()), 100),
                                JacksonFailures.expected(e.getRequiredType())));
    }

    private static ProblemException web(Throwable thrown) {
        return switch (thrown) {
            case MissingServletRequestParameterException e -> missing(e.getParameterName());
            case MissingRequestHeaderException e -> missing(e.getHeaderName());
            case MissingPathVariableException e -> missing(e.getVariableName());
            case MethodArgumentNotValidException e -> invalid(e);
            case HandlerMethodValidationException e -> invalid(e);
            case NoResourceFoundException _ ->
                    ProblemException.of(ProblemType.NOT_FOUND, "there is nothing at this path");
            case HttpRequestMethodNotSupportedException e -> wrongMethod(e);
            case HttpMediaTypeNotAcceptableException _ ->
                    ProblemException.of(
                            ProblemType.NOT_ACCEPTABLE,
                            "none of the forms asked for in Accept can be given");
            case HttpMediaTypeNotSupportedException e ->
                    ProblemException.of(
                                    ProblemType.UNSUPPORTED_MEDIA_TYPE,
                                    "the Content-Type of the body is not one that is read here")
                            .at("Content-Type");
            case MaxUploadSizeExceededException _ ->
                    ProblemException.of(ProblemType.TOO_LARGE, "the body is too large").at("body");
            case MultipartException _ ->
                    ProblemException.of(
                                    ProblemType.UNSUPPORTED_MEDIA_TYPE,
                                    "multipart bodies are not read here")
                            .at("Content-Type");
            case AsyncRequestTimeoutException e ->
                    ProblemException.of(
                            ProblemType.STORE_UNAVAILABLE, "no answer was found in time", e);
            case InvalidParameterException _ ->
                    ProblemException.invalid(
                            "query", "query: too many parameters, or one that cannot be read");
            case ErrorResponse e -> bare(e.getStatusCode().value(), thrown);
            default -> internal(thrown);
        };
    }

    /** The problem for a status of which nothing more is known. */
    static ProblemException bare(int status, @Nullable Throwable cause) {
        var type = ProblemType.ofStatus(status);
        var detail =
                switch (type) {
                    case INVALID_REQUEST -> "the request is malformed";
                    case NOT_FOUND -> "there is nothing at this path";
                    case INTERNAL -> "the request could not be answered; the log says why";
                    default -> type.title();
                };
        return cause == null
                ? ProblemException.of(type, detail)
                : ProblemException.of(type, detail, cause);
    }

    /**
     * The problem for a status that the container has chosen, with the place if the path or the
     * query is at fault.
     */
    static ProblemException ofContainer(int status, @Nullable String path, @Nullable String query) {
        if (status == 400 && path != null) {
            try {
                Targets.requirePlainPath(path);
                Targets.requirePlainQuery(query);
            } catch (ProblemException found) {
                return found;
            }
        }
        return bare(status, null);
    }

    private static ProblemException missing(String place) {
        return ProblemException.invalid(place, place + ": missing");
    }

    private static ProblemException invalid(MethodArgumentNotValidException e) {
        var faults =
                e.getBindingResult().getFieldErrors().stream()
                        .map(f ->
                                new ProblemException.Fault(
                                        JsonPlaces.snake(f.getField()),
                                        JsonPlaces.snake(f.getField())
                                                + ": "
                                                + f.getDefaultMessage()))
                        .sorted(Comparator.comparing(ProblemException.Fault::place))
                        .toList();
        return faults.isEmpty()
                ? ProblemException.invalid("body", "the body is not valid")
                : ProblemException.invalid(faults);
    }

    private static ProblemException invalid(HandlerMethodValidationException e) {
        if (e.getStatusCode().is5xxServerError()) {
            return internal(e);
        }
        var faults =
                e.getParameterValidationResults().stream()
                        .flatMap(r ->
                                r.getResolvableErrors().stream()
                                        .map(error -> {
                                            var name = r.getMethodParameter().getParameterName();
                                            var place =
                                                    name == null
                                                            ? "request"
                                                            : JsonPlaces.snake(name);
                                            return new ProblemException.Fault(
                                                    place,
                                                    place + ": " + error.getDefaultMessage());
                                        }))
                        .toList();
        return faults.isEmpty()
                ? ProblemException.invalid("request", "the request is not valid")
                : ProblemException.invalid(faults);
    }

    private static ProblemException wrongMethod(HttpRequestMethodNotSupportedException e) {
        var problem =
                ProblemException.of(
                        ProblemType.METHOD_NOT_ALLOWED, "this path does not know the method");
        var supported = e.getSupportedHttpMethods();
        if (supported != null && !supported.isEmpty()) {
            var names = new TreeSet<>(supported.stream().map(HttpMethod::name).toList());
            if (names.contains("GET")) {
                names.add("HEAD");
            }
            problem.header("Allow", String.join(", ", names));
        }
        return problem;
    }

    private static ProblemException internal(Throwable thrown) {
        return ProblemException.of(
                ProblemType.INTERNAL,
                "the request could not be answered; the log says why",
                thrown);
    }

    private static String message(IllegalArgumentException e) {
        return String.valueOf(e.getMessage());
    }
}
