package dev.balancerdeployer.delivery.registry;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.delivery.Awacs.Lift;
import dev.balancerdeployer.delivery.Awacs.Outcome.NotActive;
import dev.balancerdeployer.delivery.Awacs.Outcome.Stale;
import dev.balancerdeployer.delivery.Balancer;
import dev.balancerdeployer.delivery.LocationId;
import dev.balancerdeployer.delivery.Pause;
import dev.balancerdeployer.delivery.PauseToken;
import dev.balancerdeployer.delivery.registry.Verdict.Accepted;
import dev.balancerdeployer.delivery.registry.Verdict.Answered;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Sets and lifts pauses; without the last one, the newest version is the target (SPEC D3, D4). */
record Pausing(Activation activation, Instant at) {

    Verdict pause(HostedNamespace now, Change.SetPause wanted, Actor by) {
        if (now.version() == 0) {
            return new Answered(Judge.missing("namespace", now.id()));
        }
        var balancer = now.balancer(wanted.location());
        if (balancer.isEmpty()) {
            return new Answered(Judge.missing("balancer", wanted.location()));
        }
        var pause = wanted.pause();
        if (balancer.get().pause(pause.token()).isPresent()) {
            return new Accepted(now, false);
        }
        var pauses =
                Stream.concat(
                                balancer.get().pauses().stream(),
                                Stream.of(Staging.born(pause, by, at)))
                        .toList();
        RegistryLimits.requirePauses(wanted.location(), pauses.size());
        return new Accepted(
                now.withBalancer(wanted.location(), it -> withPauses(it, pauses)), true);
    }

    Verdict lift(HostedNamespace now, Lift lift) {
        if (now.version() == 0) {
            return new Answered(Judge.missing("namespace", now.id()));
        }
        var balancer = now.balancer(lift.location());
        if (balancer.isEmpty()) {
            return new Answered(Judge.missing("balancer", lift.location()));
        }
        var expected = lift.expectedVersion();
        if (expected != null && expected != now.version()) {
            return new Answered(new Stale(now.version()));
        }
        var notActive = lift.requiresActive().stream().filter(it -> !activeOn(now, it)).toList();
        if (!notActive.isEmpty()) {
            return new Answered(new NotActive(notActive));
        }
        if (balancer.get().pause(lift.token()).isEmpty()) {
            return new Accepted(now, false);
        }
        return new Accepted(
                now.withBalancer(lift.location(), it -> without(it, lift.token(), now.version())),
                true);
    }

    private Balancer without(Balancer balancer, PauseToken token, long newest) {
        var left = balancer.pauses().stream().filter(it -> !it.token().equals(token)).toList();
        var lifted = withPauses(balancer, left);
        return left.isEmpty() ? activation.retarget(lifted, newest, at) : lifted;
    }

    private static boolean activeOn(HostedNamespace now, LocationId location) {
        return now.balancer(location)
                .filter(it -> it.pauses().isEmpty() && it.activeOn(now.version()))
                .isPresent();
    }

    private static Balancer withPauses(Balancer balancer, List<Pause> pauses) {
        return new Balancer(
                balancer.location(),
                balancer.targetVersion(),
                balancer.activeVersion(),
                balancer.state(),
                balancer.stateSince(),
                balancer.message(),
                pauses);
    }
}
