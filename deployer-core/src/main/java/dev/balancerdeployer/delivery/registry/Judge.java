package dev.balancerdeployer.delivery.registry;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.Fence;
import dev.balancerdeployer.delivery.AttemptId;
import dev.balancerdeployer.delivery.Awacs;
import dev.balancerdeployer.delivery.Awacs.Outcome.Done;
import dev.balancerdeployer.delivery.Awacs.Outcome.FencedOff;
import dev.balancerdeployer.delivery.Awacs.Outcome.Missing;
import dev.balancerdeployer.delivery.Safeguard;
import dev.balancerdeployer.delivery.registry.HostedNamespace.LandedAttempt;
import dev.balancerdeployer.delivery.registry.Verdict.Accepted;
import dev.balancerdeployer.delivery.registry.Verdict.Answered;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;

/**
 * Decides what becomes of a wanted change: pure, so that it can be asked again after every lost
 * race. A repeated attempt is answered first, then the safeguards are judged, then the change
 * itself (SPEC C3, C5, D3). What is accepted remembers the fence and the attempt, also if nothing
 * else changes: else the attempt sent again after somebody undid it would do it again.
 *
 * <p>{@code not_after} is judged by the database's time as it is; what is stored never lies before
 * the namespace's last change, even if a new primary's clock is behind.
 */
record Judge(Activation activation) {

    Verdict judge(HostedNamespace now, Change change, Actor by, Safeguard safeguard, Instant time) {
        var landed = landed(now, safeguard);
        if (landed.isPresent()) {
            return new Answered(new Done(false, landed.get().version()));
        }
        var fencedOff = fencedOff(now, safeguard, time);
        if (fencedOff.isPresent()) {
            return new Answered(fencedOff.get());
        }
        var at = now.notBeforeLastChange(time);
        var verdict =
                switch (change) {
                    case Change.NewVersion it ->
                            new Staging(activation, at).stage(now, it, by, safeguard.attempt());
                    case Change.SetPause it -> new Pausing(activation, at).pause(now, it, by);
                    case Change.LiftPause it -> new Pausing(activation, at).lift(now, it.lift());
                    case Change.RaiseFence(var fence) ->
                            new Accepted(now, !now.fences().contains(fence));
                    case Change.Report it -> Reporting.report(now, it, at);
                };
        return switch (verdict) {
            case Accepted it -> new Accepted(remembering(it.next(), safeguard), it.changed());
            case Answered it -> it;
        };
    }

    static Missing missing(String what, Object name) {
        return new Missing(what + " " + name);
    }

    private static Optional<LandedAttempt> landed(HostedNamespace now, Safeguard safeguard) {
        var attempt = safeguard.attempt();
        return attempt == null ? Optional.empty() : now.attempt(attempt);
    }

    private static Optional<Awacs.Outcome> fencedOff(
            HostedNamespace now, Safeguard safeguard, Instant time) {
        var notAfter = safeguard.notAfter();
        if (notAfter != null && !time.isBefore(notAfter)) {
            return Optional.of(new FencedOff("not_after %s has passed".formatted(notAfter)));
        }
        var fence = safeguard.fence();
        if (fence == null) {
            return Optional.empty();
        }
        return now.fences().stream()
                .filter(it -> it.semaphore().equals(fence.semaphore()))
                .filter(it -> it.number() > fence.number())
                .findFirst()
                .map(it -> new FencedOff("fence %s is older than %s".formatted(fence, it)));
    }

    private static HostedNamespace remembering(HostedNamespace next, Safeguard safeguard) {
        Fence fence = safeguard.fence();
        var fenced = fence == null || next.fences().contains(fence) ? next : next.withFence(fence);
        RegistryLimits.requireFences(fenced.fences().size());
        AttemptId attempt = safeguard.attempt();
        if (attempt == null) {
            return fenced;
        }
        var attempts = new ArrayList<>(fenced.attempts());
        attempts.add(new LandedAttempt(attempt, fenced.version()));
        return fenced.withAttempts(attempts);
    }
}
