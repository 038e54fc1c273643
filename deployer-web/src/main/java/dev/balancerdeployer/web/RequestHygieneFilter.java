package dev.balancerdeployer.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The first to see a request: takes one trailing slash away, and answers for everything that is
 * thrown before a controller is reached, or refused without a body (SPEC S0).
 */
final class RequestHygieneFilter extends OncePerRequestFilter {

    private final ProblemHandler problems;

    RequestHygieneFilter(ProblemHandler problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        request.setAttribute(ProblemWriter.SENT_PATH, request.getRequestURI());
        try {
            chain.doFilter(withoutTrailingSlash(request), response);
            problems.completed(request, response);
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            problems.handle(Throwables.unwrapped(e), request, response);
        }
    }

    private static HttpServletRequest withoutTrailingSlash(HttpServletRequest request) {
        var path = request.getRequestURI();
        return path.length() > 1 && path.endsWith("/") ? new Trimmed(request) : request;
    }

    private static final class Trimmed extends HttpServletRequestWrapper {

        Trimmed(HttpServletRequest request) {
            super(request);
        }

        @Override
        public String getRequestURI() {
            return trimmed(super.getRequestURI());
        }

        @Override
        public StringBuffer getRequestURL() {
            return new StringBuffer(trimmed(super.getRequestURL().toString()));
        }

        @Override
        public String getServletPath() {
            return trimmed(super.getServletPath());
        }

        private static String trimmed(String path) {
            return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        }
    }
}
