package dev.balancerdeployer.web.delivery;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.balancerdeployer.delivery.Alert;
import dev.balancerdeployer.delivery.Alerts;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An alert (API.md section 4).
 *
 * @param runbook where it is written what to do
 */
@Schema(name = "Alert")
record AlertBody(
        String alertId,
        String kind,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String namespace,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String location,
        String state,
        Instant since,
        @Nullable Instant resolvedAt,
        String summary,
        String runbook) {

    static AlertBody of(Alert alert) {
        var namespace = alert.namespace();
        var location = alert.location();
        return new AlertBody(
                alert.id().value(),
                alert.kind().name(),
                namespace == null ? null : namespace.value(),
                location == null ? null : location.value(),
                alert.state().name(),
                alert.since(),
                alert.resolvedAt(),
                alert.summary(),
                Alerts.runbook(alert.kind()));
    }
}
