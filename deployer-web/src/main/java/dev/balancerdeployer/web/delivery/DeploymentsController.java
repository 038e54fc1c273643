package dev.balancerdeployer.web.delivery;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.delivery.Deployment.Wanted;
import dev.balancerdeployer.delivery.DeploymentId;
import dev.balancerdeployer.delivery.DeploymentIntake;
import dev.balancerdeployer.delivery.SourceUnavailable;
import dev.balancerdeployer.web.AuditTrail;
import dev.balancerdeployer.web.ProblemException;
import dev.balancerdeployer.web.ProblemType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Requests to deploy (SPEC D6). */
@RestController
@RequestMapping("/api/v1/deployments")
@Tag(name = "Delivery")
class DeploymentsController {

    private final DeploymentIntake intake;

    DeploymentsController(DeploymentIntake intake) {
        this.intake = intake;
    }

    /** Answer to an accepted request. */
    @Schema(name = "DeploymentAccepted")
    record Accepted(String deploymentId, String runId) {}

    @PostMapping
    @Operation(
            summary = "Ask for a delivery, or with dry_run for what it would change",
            description =
                    "Stored before it is answered. An equal request that still waits is joined."
                            + " A dry run is answered at once and changes nothing.")
    @ApiResponse(
            responseCode = "202",
            description = "Accepted; its run takes it up",
            content = @Content(schema = @Schema(implementation = Accepted.class)))
    @ApiResponse(
            responseCode = "200",
            description = "What it would change",
            content = @Content(schema = @Schema(implementation = DryRunBody.class)))
    ResponseEntity<?> deploy(
            Actor actor, AuditTrail trail, @RequestBody DeploymentRequest request) {
        trail.reason(request.remark());
        var wanted = request.toDomain();
        if (request.dry()) {
            trail.nothingChanged();
            return ResponseEntity.ok(dryRun(wanted));
        }
        var accepted = intake.accept(wanted, actor);
        var id = accepted.deployment().id();
        trail.target("deployments/" + id);
        return ResponseEntity.accepted()
                .location(URI.create("/api/v1/deployments/" + id))
                .body(new Accepted(id.value(), accepted.run().value()));
    }

    @GetMapping("/{deployment_id}")
    @Operation(summary = "Read what became of a request to deploy")
    DeploymentBody find(@PathVariable("deployment_id") DeploymentId id) {
        return intake.find(id)
                .map(DeploymentBody::of)
                .orElseThrow(() -> ProblemException.notFound("deployment " + id));
    }

    private DryRunBody dryRun(Wanted wanted) {
        try {
            return intake.dryRun(wanted)
                    .map(DryRunBody::of)
                    .orElseThrow(() ->
                            ProblemException.invalid(
                                    "revision",
                                    "revision: unknown (expected: a branch or commit of"
                                            + " the config repository)"));
        } catch (SourceUnavailable e) {
            throw ProblemException.of(
                    ProblemType.SOURCE_UNAVAILABLE, String.valueOf(e.getMessage()), e);
        }
    }
}
