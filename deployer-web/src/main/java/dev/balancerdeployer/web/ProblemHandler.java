package dev.balancerdeployer.web;

import dev.balancerdeployer.coordination.StoreUnavailable;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.servlet.HandlerMapping;

/** Turns everything that is thrown under a controller into a problem (SPEC S0). */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
public class ProblemHandler {

    private static final Logger log = LoggerFactory.getLogger(ProblemHandler.class);

    private final ProblemWriter writer;

    ProblemHandler(ProblemWriter writer) {
        this.writer = writer;
    }

    /** The caller has gone; there is nobody to answer. */
    @ExceptionHandler(AsyncRequestNotUsableException.class)
    void gone() {}

    /** Answers, and logs what an operator must know of. */
    @ExceptionHandler(Throwable.class)
    public void handle(Throwable thrown, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        var problem = Problems.of(thrown);
        if (problem.type() == ProblemType.INTERNAL) {
            log.error("{} {} failed", request.getMethod(), path(request), thrown);
        } else if (problem.type() == ProblemType.STORE_UNAVAILABLE) {
            tellOutage(
                    thrown instanceof ProblemException e && e.getCause() != null
                            ? e.getCause()
                            : thrown,
                    request);
        }
        writer.write(request, response, problem);
    }

    /** Answers where somebody has set a bare status that refuses, and no body. */
    void completed(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var status = response.getStatus();
        if (status >= 400
                && !request.isAsyncStarted()
                && !response.isCommitted()
                && response.getContentType() == null) {
            writer.write(request, response, Problems.bare(status, null), status);
        }
    }

    /** A line for each, and none for those that the breaker of the database has answered. */
    private static void tellOutage(Throwable thrown, HttpServletRequest request) {
        var known = thrown instanceof StoreUnavailable e && !e.sent();
        log.atLevel(known ? Level.DEBUG : Level.WARN)
                .log(
                        "{} {} was not answered: {}{}",
                        request.getMethod(),
                        path(request),
                        thrown.getMessage(),
                        thrown.getCause() == null
                                ? ""
                                : " (" + thrown.getCause().getClass().getSimpleName() + ")");
    }

    /**
     * The pattern of the path where one matched: a path may hold a lease's id, which is a secret.
     */
    private static String path(HttpServletRequest request) {
        var pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        return TextRules.shown(
                String.valueOf(pattern == null ? request.getRequestURI() : pattern), 300);
    }
}
