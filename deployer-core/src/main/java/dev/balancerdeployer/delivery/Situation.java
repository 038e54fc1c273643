package dev.balancerdeployer.delivery;

import dev.balancerdeployer.delivery.RolloutProgress.UnderWay;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that decides what a rollout does next.
 *
 * @param progress as stored, without an open attempt
 * @param awacs as read after the run's fence was raised; null: it does not know the namespace
 * @param foreign what others changed in its content
 * @param holds whether it holds all that the rollout changes
 * @param now database time
 * @param superseded tokens of pauses that this rollout's predecessors may have left
 * @param closed locations that are closed under the policy {@code skip} (SPEC C5)
 */
record Situation(
        Rollout rollout,
        UnderWay progress,
        @Nullable AwacsNamespace awacs,
        Foreign foreign,
        boolean holds,
        Instant now,
        List<PauseToken> superseded,
        Set<String> closed) {

    Situation {
        superseded = List.copyOf(superseded);
        closed = Set.copyOf(closed);
    }

    Optional<Balancer> balancer(LocationId location) {
        return awacs == null ? Optional.empty() : awacs.balancer(location);
    }

    Optional<Pause> ourPause(LocationId location) {
        return balancer(location).flatMap(it -> it.pause(rollout.token()));
    }

    /** The same with what was noted. */
    Situation with(UnderWay noted) {
        return new Situation(rollout, noted, awacs, foreign, holds, now, superseded, closed);
    }

    /** Pauses of anybody else; the rollout never lifts them (SPEC D8). */
    List<Pause> foreignPauses(LocationId location) {
        return balancer(location).stream()
                .flatMap(it -> it.pauses().stream())
                .filter(it -> !it.token().equals(rollout.token()))
                .filter(it -> !superseded.contains(it.token()))
                .toList();
    }
}
