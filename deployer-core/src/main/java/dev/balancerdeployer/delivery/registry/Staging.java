package dev.balancerdeployer.delivery.registry;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.delivery.AttemptId;
import dev.balancerdeployer.delivery.Awacs.Outcome.Stale;
import dev.balancerdeployer.delivery.Balancer;
import dev.balancerdeployer.delivery.NewBalancer;
import dev.balancerdeployer.delivery.Pause;
import dev.balancerdeployer.delivery.PauseToken;
import dev.balancerdeployer.delivery.registry.Verdict.Accepted;
import dev.balancerdeployer.delivery.registry.Verdict.Answered;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A new version becomes the target of every balancer that is not paused (SPEC D4). */
record Staging(Activation activation, Instant at) {

    Verdict stage(
            HostedNamespace now, Change.NewVersion wanted, Actor by, @Nullable AttemptId attempt) {
        var expected = wanted.expectedVersion();
        if (now.version() != (expected == null ? 0 : expected)
                || (expected != null && expected < 1)) {
            return new Answered(new Stale(now.version()));
        }
        var line =
                new VersionLine(
                        now.version() + 1,
                        by.name(),
                        wanted.comment(),
                        at,
                        attempt,
                        wanted.revision(),
                        wanted.manifest());
        var staged =
                withNew(now.balancers(), wanted.balancers(), by).stream()
                        .map(it -> target(it, line.version()))
                        .toList();
        RegistryLimits.requireBalancers(staged);
        return new Accepted(now.withConfig(line, staged), true);
    }

    private Balancer target(Balancer balancer, long version) {
        return balancer.pauses().isEmpty() ? activation.retarget(balancer, version, at) : balancer;
    }

    /** New ones are born with their pauses, known ones stay as they are, none goes. */
    private List<Balancer> withNew(List<Balancer> known, List<NewBalancer> wanted, Actor by) {
        var all = new ArrayList<>(known);
        for (var it : wanted) {
            if (all.stream().noneMatch(other -> other.location().equals(it.location()))) {
                requireDistinct(it);
                var pauses = it.pauses().stream().map(pause -> born(pause, by, at)).toList();
                all.add(new Balancer(it.location(), null, null, null, null, "", pauses));
            }
        }
        return all;
    }

    private static void requireDistinct(NewBalancer wanted) {
        var tokens = new HashSet<PauseToken>();
        for (var pause : wanted.pauses()) {
            if (!tokens.add(pause.token())) {
                throw new IllegalArgumentException(
                        "pauses: %s twice at %s (expected: each token once)"
                                .formatted(pause.token(), wanted.location()));
            }
        }
    }

    static Pause born(NewBalancer.NewPause pause, Actor by, Instant at) {
        return new Pause(
                pause.token(), pause.kind(), by.name(), pause.reason(), at, pause.overdueAt());
    }
}
