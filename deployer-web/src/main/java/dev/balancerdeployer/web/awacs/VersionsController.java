package dev.balancerdeployer.web.awacs;

import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.registry.Registry;
import dev.balancerdeployer.web.Etags;
import dev.balancerdeployer.web.PageBody;
import dev.balancerdeployer.web.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What a namespace's config was, for ever (SPEC D4, D5). */
@RestController
@RequestMapping("/awacs/v1/namespaces/{ns}/versions")
@Tag(name = "awacs")
class VersionsController {

    private final Registry registry;

    VersionsController(Registry registry) {
        this.registry = registry;
    }

    @GetMapping
    @Operation(summary = "List the versions of a namespace, newest first, without texts")
    PageBody<VersionBody> list(@PathVariable NamespaceId ns, PageRequest page) {
        var versions =
                registry.history()
                        .list(ns, page)
                        .orElseThrow(() -> ProblemException.notFound("namespace " + ns));
        return PageBody.of(versions, VersionBody::listed);
    }

    @GetMapping("/{version}")
    @Operation(summary = "Read one version with the texts of its objects")
    ResponseEntity<VersionBody> get(@PathVariable NamespaceId ns, @PathVariable long version) {
        var history = registry.history();
        var found =
                history.find(ns, version)
                        .orElseThrow(() ->
                                ProblemException.notFound(
                                        "version %d of namespace %s".formatted(version, ns)));
        return ResponseEntity.ok()
                .eTag(Etags.of(version))
                .body(VersionBody.of(found, history.objects(found)));
    }
}
