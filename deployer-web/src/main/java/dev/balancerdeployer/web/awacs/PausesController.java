package dev.balancerdeployer.web.awacs;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.delivery.Awacs.Lift;
import dev.balancerdeployer.delivery.LocationId;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.registry.Registry;
import dev.balancerdeployer.web.AuditTrail;
import dev.balancerdeployer.web.Etags;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Pauses of balancers: who keeps one from taking new configs, and why (SPEC D3-D5). */
@RestController
@RequestMapping("/awacs/v1/namespaces/{ns}/balancers/{location}/pauses")
@Tag(name = "awacs")
class PausesController {

    private static final String REQUIRES_ACTIVE = "X-Requires-Active";

    private final Registry registry;

    PausesController(Registry registry) {
        this.registry = registry;
    }

    @PutMapping("/{*token}")
    @WithSafeguardHeaders
    @Operation(
            summary = "Set a pause: 201, and 200 if one with this token is there already",
            description = "One that is there stays as it is.")
    @ApiResponse(responseCode = "201", description = "It is set")
    @ApiResponse(responseCode = "200", description = "It was there already")
    ResponseEntity<WrittenBody> set(
            @PathVariable NamespaceId ns,
            @PathVariable LocationId location,
            @PathVariable TokenAt token,
            Actor actor,
            AuditTrail trail,
            HttpServletRequest request,
            @RequestBody PausePut body) {
        trail.action("PAUSE_SET").target("namespaces/" + ns).reason(body.remark());
        var safeguard = body.safeguard(SafeguardHeaders.of(request));
        var outcome = registry.pause(ns, location, body.toDomain(token.token()), actor, safeguard);
        var done = Outcomes.recorded(ns, outcome, trail);
        trail.before(done.version());
        return ResponseEntity.status(done.changed() ? HttpStatus.CREATED : HttpStatus.OK)
                .eTag(Etags.of(done.version()))
                .header(Outcomes.CHANGED, Boolean.toString(done.changed()))
                .body(WrittenBody.of(ns, done.version()));
    }

    @DeleteMapping("/{*token}")
    @WithSafeguardHeaders
    @Parameter(
            name = REQUIRES_ACTIVE,
            in = ParameterIn.HEADER,
            description = "Locations that must be ACTIVE on the newest version and not be paused",
            schema = @Schema(type = "string"),
            example = "sas,vla")
    @Operation(
            summary = "Lift a pause: 204, also when it is gone",
            description =
                    "Without the last one the newest version is the balancer's target. With"
                            + " ?version= it is refused if the namespace is at another one.")
    @ApiResponse(responseCode = "204", description = "It is gone")
    ResponseEntity<Void> lift(
            @PathVariable NamespaceId ns,
            @PathVariable LocationId location,
            @PathVariable TokenAt token,
            Actor actor,
            AuditTrail trail,
            HttpServletRequest request,
            @RequestParam(name = "version", required = false) @Nullable Long version) {
        trail.action("PAUSE_LIFTED").target("namespaces/" + ns);
        var lift = new Lift(ns, location, token.token(), version, requiresActive(request));
        var safeguard = Safeguards.of(SafeguardHeaders.of(request));
        var done = Outcomes.recorded(ns, registry.lift(lift, actor, safeguard), trail);
        trail.before(done.version());
        return ResponseEntity.noContent()
                .eTag(Etags.of(done.version()))
                .header(Outcomes.CHANGED, Boolean.toString(done.changed()))
                .build();
    }

    private static List<LocationId> requiresActive(HttpServletRequest request) {
        var names = SafeguardHeaders.single(request, REQUIRES_ACTIVE);
        return names == null
                ? List.of()
                : Arrays.stream(names.split(",", -1))
                        .map(it -> Places.at(REQUIRES_ACTIVE, () -> new LocationId(it.strip())))
                        .distinct()
                        .toList();
    }
}
