package dev.balancerdeployer.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses what no path or query may hold (SPEC S0), judged as it was sent; after the audit, which
 * records refused changes of this kind too (SPEC C9), and before everything that decides by path.
 */
final class PlainTargetFilter extends OncePerRequestFilter {

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Targets.requirePlainPath((String) request.getAttribute(ProblemWriter.SENT_PATH));
        Targets.requirePlainQuery(request.getQueryString());
        chain.doFilter(request, response);
    }
}
