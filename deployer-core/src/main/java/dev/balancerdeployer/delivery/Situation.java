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
 * @param foreign how its content differs from what the rollout expects there
 * @param now database time
 * @param closed locations that are closed under the policy {@code skip} (SPEC C5)
 */
record Situation(
        Rollout rollout,
        UnderWay progress,
        @Nullable AwacsNamespace awacs,
        Foreign foreign,
        Instant now,
        Set<String> closed) {

    Situation {
        closed = Set.copyOf(closed);
    }

    Optional<Balancer> balancer(LocationId location) {
        return awacs == null ? Optional.empty() : awacs.balancer(location);
    }

    Optional<Pause> ourPause(LocationId location) {
        return balancer(location).flatMap(it -> it.pause(rollout.token()));
    }

    /** Pauses of anybody else; the rollout never lifts them (SPEC D8). */
    List<Pause> foreignPauses(LocationId location) {
        return balancer(location).stream()
                .flatMap(it -> it.pauses().stream())
                .filter(it -> !it.token().equals(rollout.token()))
                .toList();
    }
}
