package dev.balancerdeployer.web.delivery;

import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.delivery.DeliveryRecords.Filter;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.RolloutId;
import dev.balancerdeployer.delivery.RolloutState;
import dev.balancerdeployer.delivery.Rollouts;
import dev.balancerdeployer.web.PageBody;
import dev.balancerdeployer.web.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Rollouts and what keeps them (SPEC D16). */
@RestController
@RequestMapping("/api/v1/rollouts")
@Tag(name = "Delivery")
class RolloutsController {

    /** States of API.md that no rollout can have so far: nothing is found. */
    private static final Set<String> NOT_YET =
            Set.of("PAUSED", "CANCELLED", "ROLLING_BACK", "ROLLED_BACK");

    private final Rollouts rollouts;

    RolloutsController(Rollouts rollouts) {
        this.rollouts = rollouts;
    }

    @GetMapping
    @Operation(summary = "List rollouts with their stages, newest first")
    PageBody<RolloutBody> list(
            @RequestParam(required = false) @Nullable NamespaceId namespace,
            @RequestParam(required = false) @Nullable String state,
            PageRequest page) {
        var wanted = state == null ? null : state(state);
        if (state != null && wanted == null) {
            return new PageBody<>(List.of(), null);
        }
        return PageBody.of(rollouts.list(new Filter(namespace, wanted), page), RolloutBody::of);
    }

    @GetMapping("/{rollout_id}")
    @Operation(summary = "Read one rollout with its stages")
    RolloutBody find(@PathVariable("rollout_id") RolloutId id) {
        return rollouts.find(id).map(RolloutBody::of).orElseThrow(() -> missing(id));
    }

    @GetMapping("/{rollout_id}/why")
    @Operation(
            summary = "Read all that blocks a rollout now, and when it clears",
            description = "Never empty while the rollout has not ended.")
    WhyBody why(@PathVariable("rollout_id") RolloutId id) {
        return rollouts.why(id).map(it -> WhyBody.of(id, it)).orElseThrow(() -> missing(id));
    }

    /** Null: a state of API.md that no rollout has yet. */
    private static @Nullable RolloutState state(String state) {
        for (var known : RolloutState.values()) {
            if (known.name().equals(state)) {
                return known;
            }
        }
        if (NOT_YET.contains(state)) {
            return null;
        }
        throw ProblemException.invalid("state", "state: (expected: the state of a rollout)");
    }

    private static ProblemException missing(RolloutId id) {
        return ProblemException.notFound("rollout " + id);
    }
}
