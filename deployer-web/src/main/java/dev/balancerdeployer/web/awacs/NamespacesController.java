package dev.balancerdeployer.web.awacs;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.delivery.Awacs.Outcome;
import dev.balancerdeployer.delivery.Awacs.Outcome.Stale;
import dev.balancerdeployer.delivery.AwacsNamespace;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.registry.Registry;
import dev.balancerdeployer.web.AuditTrail;
import dev.balancerdeployer.web.Etags;
import dev.balancerdeployer.web.PageBody;
import dev.balancerdeployer.web.Precondition;
import dev.balancerdeployer.web.ProblemException;
import dev.balancerdeployer.web.ProblemType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Namespaces of the built-in awacs (SPEC D5, API.md section 4). */
@RestController
@RequestMapping("/awacs/v1/namespaces")
@Tag(name = "awacs", description = "The built-in registry of live configs")
class NamespacesController {

    private final Registry registry;

    NamespacesController(Registry registry) {
        this.registry = registry;
    }

    @GetMapping
    @Operation(summary = "List namespaces with their balancers, by name, without the objects")
    PageBody<NamespaceBody> list(PageRequest page) {
        return PageBody.of(registry.list(page), NamespaceBody::listed);
    }

    /**
     * The tag is the config version, for changes made from it; the balancers change without a new
     * version, so this is never answered 304.
     */
    @GetMapping("/{ns}")
    @Operation(summary = "Read a namespace: its objects without their texts, and its balancers")
    NamespaceBody get(@PathVariable NamespaceId ns, HttpServletResponse response) {
        var namespace =
                registry.find(ns).orElseThrow(() -> ProblemException.notFound("namespace " + ns));
        response.setHeader(HttpHeaders.ETAG, Etags.of(namespace.version()));
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        return NamespaceBody.of(namespace);
    }

    @PutMapping("/{ns}")
    @WithSafeguardHeaders
    @Operation(
            summary = "Create a namespace (If-None-Match: *) or replace all its objects (If-Match)",
            description =
                    "One new version. Balancers may be added, with their pauses in the same write;"
                            + " none is removed. A repeated attempt answers its first result.")
    @ApiResponse(responseCode = "200", description = "The version that was written")
    @ApiResponse(responseCode = "201", description = "The namespace that was created")
    ResponseEntity<NamespaceBody> put(
            @PathVariable NamespaceId ns,
            Precondition precondition,
            Actor actor,
            AuditTrail trail,
            HttpServletRequest request,
            @RequestBody NamespacePut body) {
        trail.reason(body.remark());
        var expected =
                switch (precondition) {
                    case Precondition.Absent _ -> null;
                    case Precondition.AtVersion(long version) -> Long.valueOf(version);
                };
        var update = body.toDomain(ns, expected);
        var safeguard = body.safeguard(SafeguardHeaders.of(request));
        var outcome =
                Outcomes.sized(() -> registry.update(update, actor, safeguard), body::placeOf);
        if (expected == null && outcome instanceof Stale(long current)) {
            throw exists(ns, current);
        }
        return written(ns, expected == null ? HttpStatus.CREATED : HttpStatus.OK, outcome, trail);
    }

    /** The version that this attempt wrote, whatever came after it. */
    private ResponseEntity<NamespaceBody> written(
            NamespaceId ns, HttpStatus status, Outcome outcome, AuditTrail trail) {
        var done = Outcomes.recorded(ns, outcome, trail);
        var version = registry.history().find(ns, done.version()).orElseThrow();
        var balancers = registry.find(ns).map(AwacsNamespace::balancers).orElseThrow();
        return ResponseEntity.status(status)
                .eTag(Etags.of(done.version()))
                .header(Outcomes.CHANGED, Boolean.toString(done.changed()))
                .body(NamespaceBody.of(ns, version, balancers));
    }

    private static ProblemException exists(NamespaceId ns, long current) {
        return ProblemException.of(
                        ProblemType.ALREADY_EXISTS, "there is a namespace " + ns + " already")
                .with("current_version", current);
    }
}
