package dev.balancerdeployer.web.delivery;

import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.Namespaces;
import dev.balancerdeployer.web.PageBody;
import dev.balancerdeployer.web.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Namespaces as Git and awacs have them (SPEC D16). */
@RestController
@RequestMapping("/api/v1/namespaces")
@Tag(name = "Delivery", description = "How configs travel from Git to the locations")
class DeliveryNamespacesController {

    private final Namespaces namespaces;

    DeliveryNamespacesController(Namespaces namespaces) {
        this.namespaces = namespaces;
    }

    @GetMapping
    @Operation(summary = "List namespaces with their locations, by name")
    PageBody<NamespaceBody> list(PageRequest page) {
        return PageBody.of(namespaces.list(page), NamespaceBody::of);
    }

    @GetMapping("/{ns}")
    @Operation(summary = "Read one namespace with its locations, problems and conflicts")
    NamespaceBody find(@PathVariable NamespaceId ns) {
        return namespaces
                .find(ns)
                .map(NamespaceBody::of)
                .orElseThrow(() -> ProblemException.notFound("namespace " + ns));
    }
}
