package dev.balancerdeployer.web;

import dev.balancerdeployer.coordination.Audit;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;
import org.springframework.web.util.WebUtils;

/**
 * Puts every request that changes something, or tried to, into the audit log before its answer is
 * sent (SPEC C9): the answer is held back until the entry is stored, and is 503 if that fails.
 */
final class AuditFilter extends OncePerRequestFilter {

    private static final Set<String> CHANGING = Set.of("POST", "PUT", "PATCH", "DELETE");

    private static final Pattern AUDITED =
            Pattern.compile("/+(api|awacs|v1|v2)([/;].*)?", Pattern.DOTALL);

    private static final Pattern TAG = Pattern.compile("\"([0-9]{1,18})\"");

    private final Audit audit;
    private final ProblemHandler problems;

    AuditFilter(Audit audit, ProblemHandler problems) {
        this.audit = audit;
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !CHANGING.contains(request.getMethod())
                || !AUDITED.matcher(Targets.readable(request.getRequestURI())).matches();
    }

    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var held = WebUtils.getNativeResponse(response, ContentCachingResponseWrapper.class);
        if (held == null) {
            held = new ContentCachingResponseWrapper(response);
        }
        try {
            Actors.of(request);
            chain.doFilter(request, held);
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            problems.handle(Throwables.unwrapped(e), request, held);
        }
        if (!isAsyncStarted(request)) {
            record(request, held);
            held.copyBodyToResponse();
        }
    }

    private void record(HttpServletRequest request, ContentCachingResponseWrapper response)
            throws IOException {
        var entry = entry(request, response);
        if (entry == null) {
            return;
        }
        try {
            audit.record(entry);
        } catch (RuntimeException e) {
            problems.handle(e, request, response);
        }
    }

    private static Audit.@Nullable Entry entry(
            HttpServletRequest request, HttpServletResponse response) {
        var trail = AuditTrail.of(request);
        var subject = AuditSubject.of(request.getMethod(), request.getRequestURI());
        var refused = response.getStatus() >= 400;
        if (subject.weight() == AuditSubject.Weight.NEVER
                || (!refused
                        && (trail.skipped()
                                || subject.weight() == AuditSubject.Weight.REFUSALS_ONLY))) {
            return null;
        }
        return new Audit.Entry(
                Actors.orNobody(request),
                trail.action() == null ? subject.action() : trail.action(),
                TextRules.shown(trail.target() == null ? subject.target() : trail.target(), 300),
                before(request, trail, refused),
                refused ? null : after(response, trail),
                trail.reason(),
                refused ? Audit.Outcome.REFUSED : Audit.Outcome.DONE,
                refused ? problem(response, trail).type() : null);
    }

    private static @Nullable Long before(
            HttpServletRequest request, AuditTrail trail, boolean refused) {
        if (trail.before() != null) {
            return trail.before();
        }
        if (refused) {
            var problem = trail.problem();
            return problem != null && problem.member("current_version") instanceof Long current
                    ? current
                    : null;
        }
        return version(request.getHeader(HttpHeaders.IF_MATCH));
    }

    private static @Nullable Long after(HttpServletResponse response, AuditTrail trail) {
        return trail.after() == null
                ? version(response.getHeader(HttpHeaders.ETAG))
                : trail.after();
    }

    private static ProblemType problem(HttpServletResponse response, AuditTrail trail) {
        var problem = trail.problem();
        return problem == null ? ProblemType.ofStatus(response.getStatus()) : problem.type();
    }

    private static @Nullable Long version(@Nullable String tag) {
        if (tag == null) {
            return null;
        }
        var matcher = TAG.matcher(tag.strip());
        return matcher.matches() ? Long.valueOf(matcher.group(1)) : null;
    }
}
