package dev.balancerdeployer.web.weights;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.balancerdeployer.weights.Component;
import dev.balancerdeployer.weights.Location;
import dev.balancerdeployer.weights.Shift;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A drain that ends by itself (SPEC W8).
 *
 * @param components if none were named, those that have such a location
 * @param endedAt absent while it is active
 */
@Schema(name = "Shift")
record ShiftBody(
        String shiftId,
        List<String> away,
        List<String> components,
        Shift.State state,
        Instant createdAt,
        Instant expiresAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant endedAt,
        String reason,
        String createdBy) {

    static ShiftBody of(Shift shift) {
        return new ShiftBody(
                shift.id().value(),
                shift.away().stream().map(Location::value).toList(),
                shift.components().stream().map(Component::value).toList(),
                shift.state(),
                shift.createdAt(),
                shift.expiresAt(),
                shift.endedAt(),
                shift.reason(),
                shift.createdBy());
    }
}
