package dev.balancerdeployer.delivery.registry;

import dev.balancerdeployer.delivery.Balancer;
import dev.balancerdeployer.delivery.BalancerState;
import dev.balancerdeployer.delivery.registry.Verdict.Accepted;
import dev.balancerdeployer.delivery.registry.Verdict.Answered;
import java.time.Instant;

/** Takes a node's word about its balancer (SPEC D5). */
final class Reporting {

    private Reporting() {}

    /**
     * @throws IllegalArgumentException if there never was such a version
     */
    static Verdict report(HostedNamespace now, Change.Report report, Instant at) {
        if (now.version() == 0) {
            return new Answered(Judge.missing("namespace", now.id()));
        }
        var balancer = now.balancer(report.location());
        if (balancer.isEmpty()) {
            return new Answered(Judge.missing("balancer", report.location()));
        }
        if (report.version() < 1 || report.version() > now.version()) {
            throw new IllegalArgumentException(
                    "version: %d (expected: 1..%d)".formatted(report.version(), now.version()));
        }
        var next = now.withBalancer(report.location(), it -> after(it, report, at));
        return new Accepted(next, !next.equals(now));
    }

    private static Balancer after(Balancer balancer, Change.Report report, Instant at) {
        var target = balancer.targetVersion();
        var active =
                report.state() == BalancerState.ACTIVE
                        ? Long.valueOf(report.version())
                        : balancer.activeVersion();
        if (leavesItsTarget(balancer, report)) {
            return new Balancer(
                    balancer.location(),
                    target,
                    active,
                    BalancerState.IN_PROGRESS,
                    at,
                    report.message(),
                    balancer.pauses());
        }
        if (target == null || target != report.version()) {
            return new Balancer(
                    balancer.location(),
                    target,
                    active,
                    balancer.state(),
                    balancer.stateSince(),
                    balancer.message(),
                    balancer.pauses());
        }
        return new Balancer(
                balancer.location(),
                target,
                active,
                report.state(),
                report.state() == balancer.state() ? balancer.stateSince() : at,
                report.message(),
                balancer.pauses());
    }

    /** A node that was active on its target and runs something else again: it bakes anew. */
    private static boolean leavesItsTarget(Balancer balancer, Change.Report report) {
        var target = balancer.targetVersion();
        return target != null
                && balancer.activeOn(target)
                && report.state() == BalancerState.ACTIVE
                && report.version() != target;
    }
}
