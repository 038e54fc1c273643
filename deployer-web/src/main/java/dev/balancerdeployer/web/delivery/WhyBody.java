package dev.balancerdeployer.web.delivery;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.balancerdeployer.delivery.Blocker;
import dev.balancerdeployer.delivery.RolloutId;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What blocks a rollout now, on the wire; empty only if it has ended. */
@Schema(name = "Why")
record WhyBody(String rolloutId, List<Item> blockers) {

    /** One blocker; {@code clears_at} is null where nobody can know. */
    @Schema(name = "Blocker")
    record Item(
            Blocker.Kind kind,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String location,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String owner,
            String reason,
            Instant since,
            @Nullable Instant clearsAt) {

        static Item of(Blocker blocker) {
            var location = blocker.location();
            return new Item(
                    blocker.kind(),
                    location == null ? null : location.value(),
                    blocker.owner(),
                    blocker.reason(),
                    blocker.since(),
                    blocker.clearsAt());
        }
    }

    static WhyBody of(RolloutId rollout, List<Blocker> blockers) {
        return new WhyBody(rollout.value(), blockers.stream().map(Item::of).toList());
    }
}
