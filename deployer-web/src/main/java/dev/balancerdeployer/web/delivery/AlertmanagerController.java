package dev.balancerdeployer.web.delivery;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.delivery.AlertPauses;
import dev.balancerdeployer.web.AuditTrail;
import dev.balancerdeployer.web.ProblemException;
import dev.balancerdeployer.web.ProblemType;
import dev.balancerdeployer.web.RawBody;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The hook that Prometheus' Alertmanager calls, so that alerts stop rollouts (SPEC D18, O2). */
@RestController
@RequestMapping("/api/v1/hooks/alertmanager")
@Tag(name = "Delivery")
class AlertmanagerController {

    /** Author of the pauses. */
    private static final String AUTHOR = "alertmanager";

    private static final Logger log = LoggerFactory.getLogger(AlertmanagerController.class);

    private final AlertPauses pauses;
    private final AlertmanagerProperties settings;

    AlertmanagerController(AlertPauses pauses, AlertmanagerProperties settings) {
        this.pauses = pauses;
        this.settings = settings;
    }

    /** What was changed. */
    @Schema(name = "AlertsApplied")
    record Applied(List<Place> paused, List<Place> lifted) {

        static Applied of(AlertPauses.Applied applied) {
            return new Applied(places(applied.paused()), places(applied.lifted()));
        }

        private static List<Place> places(List<AlertPauses.Place> places) {
            return places.stream()
                    .map(it -> new Place(it.namespace().value(), it.location().value()))
                    .toList();
        }
    }

    /** A balancer. */
    @Schema(name = "AlertedPlace")
    record Place(String namespace, String location) {}

    @PostMapping
    @Operation(
            summary = "Take alerts, as Prometheus' Alertmanager sends them",
            description =
                    "With Authorization: Bearer and deployer.alertmanager.token. A firing alert"
                            + " with the label namespace pauses the locations that the namespace's"
                            + " rollout has still to come to; its end lifts that pause. The answer"
                            + " lists what was changed; the same again changes nothing.",
            requestBody =
                    @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = "application/json",
                                            schema =
                                                    @Schema(
                                                            implementation =
                                                                    AlertmanagerBody.class))))
    @ApiResponse(responseCode = "200", description = "Done")
    Applied alerts(
            HttpServletRequest request,
            AuditTrail trail,
            @Parameter(hidden = true)
                    @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false)
                    @Nullable String authorization,
            RawBody body) {
        if (settings.token() == null) {
            throw ProblemException.notFound("hook: deployer.alertmanager.token is not set");
        }
        if (!settings.admits(authorization)) {
            throw ProblemException.of(
                            ProblemType.UNAUTHORIZED,
                            "this hook wants its own token (deployer.alertmanager.token)")
                    .at(HttpHeaders.AUTHORIZATION)
                    .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        var webhook = body.read(AlertmanagerBody.class);
        var alerts = webhook.toDomain();
        var left = webhook.truncatedAlerts();
        if (left != null && left > 0) {
            log.warn("Alertmanager left {} alerts out (max_alerts of its receiver)", left);
        }
        var applied = pauses.apply(alerts, new Actor(AUTHOR, request.getRemoteAddr()));
        trail.recordedAlready();
        return Applied.of(applied);
    }
}
