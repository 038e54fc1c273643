package dev.balancerdeployer.web.delivery;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.balancerdeployer.delivery.MonitoringAlert;
import dev.balancerdeployer.web.ProblemException;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What of Alertmanager's webhook (version 4) is read here; it sends more.
 *
 * @param truncatedAlerts how many more there are, which it did not send
 */
@Schema(
        name = "AlertmanagerWebhook",
        example =
                """
                {"version": "4", "status": "firing", "alerts": [
                  {"status": "firing", "fingerprint": "5ef77f1f8a3ecb1d",
                   "labels": {"alertname": "TooManyErrors", "namespace": "maps-front",
                     "location": "sas"},
                   "annotations": {"summary": "over 5% of the answers are errors"}}]}
                """)
record AlertmanagerBody(
        List<Alert> alerts,
        @Schema(hidden = true) @JsonProperty("truncatedAlerts") @Nullable Long truncatedAlerts) {

    private static final String FIRING = "firing";
    private static final String RESOLVED = "resolved";

    /** One of them. */
    @Schema(name = "AlertmanagerAlert")
    record Alert(
            @Schema(allowableValues = {FIRING, RESOLVED}) String status,
            @Nullable Map<String, String> labels,
            @Nullable Map<String, String> annotations,
            @Nullable String fingerprint) {}

    /**
     * All of them, as the domain takes them.
     *
     * @throws ProblemException 400 with the place of the first that is not valid
     */
    List<MonitoringAlert> toDomain() {
        var all = new ArrayList<MonitoringAlert>();
        for (var alert : alerts) {
            var status = alert.status();
            if (!status.equals(FIRING) && !status.equals(RESOLVED)) {
                var place = "alerts[%d].status".formatted(all.size());
                throw ProblemException.invalid(
                        place, "%s: (expected: firing or resolved)".formatted(place));
            }
            all.add(
                    MonitoringAlert.of(
                            status.equals(FIRING),
                            orNone(alert.labels()),
                            orNone(alert.annotations()),
                            alert.fingerprint()));
        }
        return all;
    }

    private static Map<String, String> orNone(@Nullable Map<String, String> texts) {
        return texts == null ? Map.of() : texts;
    }
}
