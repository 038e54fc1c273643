package dev.balancerdeployer.web;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * What a changing request is about, known from method and path alone, so that it is the same for a
 * change and for its refusal, however early that comes (SPEC C9).
 *
 * @param action upper snake case
 * @param target as in the list of SPEC C9
 */
record AuditSubject(String action, String target, Weight weight) {

    /** What is recorded. */
    enum Weight {
        ALWAYS,
        /** Sent too often to be recorded when all is well. */
        REFUSALS_ONLY,
        NEVER
    }

    private record Rule(
            String method, PathPattern path, String action, String target, Weight weight) {

        Rule weighing(Weight other) {
            return new Rule(method, path, action, target, other);
        }

        /** Null if the path is another one. */
        @Nullable AuditSubject subject(PathContainer of) {
            var match = path.matchAndExtract(of);
            if (match == null) {
                return null;
            }
            var what = action;
            var whom = target;
            for (var variable : match.getUriVariables().entrySet()) {
                var name = "{" + variable.getKey() + "}";
                var plain = shown(variable.getKey(), variable.getValue());
                whom = whom.replace(name, plain);
                what = what.replace(name, plain.toUpperCase(Locale.ROOT));
            }
            return new AuditSubject(TextRules.shown(what, 60), TextRules.shown(whom, 300), weight);
        }
    }

    /** Also where the path is not plain and will be refused. */
    private static final Pattern LEASE = Pattern.compile("/+api\\b.*\\bleases\\b");

    private static final List<Rule> RULES =
            List.of(
                    rule("PUT", "/v1/its/values/{*path}", "ITS_PUT", "its/{path}"),
                    rule("DELETE", "/v1/its/values/{*path}", "ITS_DELETE", "its/{path}"),
                    rule("POST", "/api/v1/jobs/{job}/run", "JOB_REQUESTED", "jobs/{job}"),
                    rule(
                            "POST",
                            "/api/v1/semaphores/{name}/break",
                            "SEMAPHORE_BREAK",
                            "semaphores/{name}"),
                    // a lease's id is the right to release it, and never recorded
                    rule("POST", "/api/v1/leases", "LEASE_ACQUIRE", "leases"),
                    rule("POST", "/api/v1/leases/{name}/break", "LEASE_BREAK", "leases/{name}"),
                    rule("POST", "/api/v1/leases/{id}/renew", "LEASE_RENEW", "leases")
                            .weighing(Weight.NEVER),
                    rule("DELETE", "/api/v1/leases/{secret}", "LEASE_RELEASE", "leases/{secret}"),
                    rule("POST", "/api/v1/deployments", "DEPLOYMENT_REQUEST", "deployments"),
                    rule("POST", "/api/v1/hooks/git", "GIT_PUSH", "deployments"),
                    // its pauses are recorded one by one, each under its namespace
                    rule("POST", "/api/v1/hooks/alertmanager", "ALERTS", "namespaces"),
                    rule(
                            "DELETE",
                            "/api/v1/namespaces/{ns}/hold",
                            "HOLD_LIFTED",
                            "namespaces/{ns}"),
                    rule(
                            "POST",
                            "/api/v1/namespaces/{ns}/resolve",
                            "CONFLICT_RESOLVED",
                            "namespaces/{ns}"),
                    weights("PUT", "", "L7_CONFIG_PUT"),
                    weights("POST", "/weights/set", "WEIGHTS_SET"),
                    weights("PUT", "/weights/values", "WEIGHTS_PUT"),
                    weights("POST", "/weights/revert", "WEIGHTS_REVERT"),
                    weights("POST", "/shifts", "SHIFT_STARTED"),
                    weights("PATCH", "/shifts/{id}", "SHIFT_EXTENDED"),
                    weights("DELETE", "/shifts/{id}", "SHIFT_CANCELLED"),
                    // its tasks are recorded one by one, each under its config
                    rule("POST", "/v2/recipes/run", "RECIPE_RUN", "l7heavy"),
                    rule("POST", "/api/v1/rollouts/{id}/{verb}", "ROLLOUT_{verb}", "rollouts/{id}"),
                    rule("PUT", "/awacs/v1/namespaces/{ns}", "NAMESPACE_PUT", "namespaces/{ns}"),
                    rule(
                            "PUT",
                            "/awacs/v1/namespaces/{ns}/fence",
                            "FENCE_RAISED",
                            "namespaces/{ns}"),
                    rule(
                            "PUT",
                            "/awacs/v1/namespaces/{ns}/objects/{*path}",
                            "OBJECT_PUT",
                            "namespaces/{ns}"),
                    rule(
                            "DELETE",
                            "/awacs/v1/namespaces/{ns}/objects/{*path}",
                            "OBJECT_DELETE",
                            "namespaces/{ns}"),
                    rule(
                            "PUT",
                            "/awacs/v1/namespaces/{ns}/balancers/{location}/pauses/{*token}",
                            "PAUSE_SET",
                            "namespaces/{ns}"),
                    rule(
                            "DELETE",
                            "/awacs/v1/namespaces/{ns}/balancers/{location}/pauses/{*token}",
                            "PAUSE_LIFTED",
                            "namespaces/{ns}"),
                    rule(
                                    "PUT",
                                    "/awacs/v1/namespaces/{ns}/balancers/{location}/status",
                                    "BALANCER_STATUS",
                                    "namespaces/{ns}")
                            .weighing(Weight.REFUSALS_ONLY));

    static AuditSubject of(String method, String path) {
        if (!Targets.isPlain(path)) {
            return unknown(method, path);
        }
        var parsed = PathContainer.parsePath(path);
        for (var rule : RULES) {
            if (rule.method().equals(method)) {
                var subject = rule.subject(parsed);
                if (subject != null) {
                    return subject;
                }
            }
        }
        if (LEASE.matcher(Targets.readable(path)).lookingAt()) {
            return unknown(method, path);
        }
        return RULES.stream()
                .map(rule -> rule.subject(parsed))
                .filter(Objects::nonNull)
                .findFirst()
                .map(known -> new AuditSubject(method, known.target(), Weight.ALWAYS))
                .orElseGet(() -> unknown(method, path));
    }

    /** What no rule knows: the path, but never that of a lease, which may hold its secret. */
    private static AuditSubject unknown(String method, String path) {
        var lease = LEASE.matcher(Targets.readable(path)).lookingAt();
        return new AuditSubject(
                TextRules.shown(method, 60),
                lease ? "leases" : TextRules.shown(path.substring(1), 300),
                Weight.ALWAYS);
    }

    /** The id of a lease is its secret, a dot and its name. */
    private static String shown(String variable, String value) {
        if (variable.equals("secret")) {
            return value.indexOf('.') < 0 ? "unknown" : value.substring(value.indexOf('.') + 1);
        }
        return value.startsWith("/") ? value.substring(1) : value;
    }

    /** Whether a rule knows it, so that a test finds the mapping that was forgotten. */
    static boolean knows(String method, String path) {
        return RULES.stream()
                .anyMatch(r ->
                        r.method().equals(method)
                                && r.path().matches(PathContainer.parsePath(path)));
    }

    private static Rule weights(String method, String path, String action) {
        return rule(method, "/v2/l7/heavy/{config}" + path, action, "l7heavy/{config}");
    }

    private static Rule rule(String method, String path, String action, String target) {
        return new Rule(
                method,
                PathPatternParser.defaultInstance.parse(path),
                action,
                target,
                Weight.ALWAYS);
    }
}
