package dev.balancerdeployer.web.awacs;

import dev.balancerdeployer.delivery.Balancer;
import dev.balancerdeployer.delivery.BalancerState;
import dev.balancerdeployer.web.PauseBody;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A balancer on the wire; versions and state are null until there is one. */
@Schema(name = "AwacsBalancer")
record BalancerBody(
        String location,
        @Nullable Long targetVersion,
        @Nullable Long activeVersion,
        @Nullable BalancerState state,
        @Nullable Instant stateSince,
        String message,
        List<PauseBody> pauses) {

    static BalancerBody of(Balancer balancer) {
        return new BalancerBody(
                balancer.location().value(),
                balancer.targetVersion(),
                balancer.activeVersion(),
                balancer.state(),
                balancer.stateSince(),
                balancer.message(),
                balancer.pauses().stream().map(PauseBody::of).toList());
    }
}
