package dev.balancerdeployer.web.delivery;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.delivery.Holds;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.Namespaces;
import dev.balancerdeployer.web.AuditTrail;
import dev.balancerdeployer.web.PageBody;
import dev.balancerdeployer.web.ProblemException;
import dev.balancerdeployer.web.ProblemType;
import dev.balancerdeployer.web.TextRules;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Namespaces as Git and awacs have them (SPEC D16). */
@RestController
@RequestMapping("/api/v1/namespaces")
@Tag(name = "Delivery", description = "How configs travel from Git to the locations")
class DeliveryNamespacesController {

    private final Namespaces namespaces;

    private final Holds holds;

    DeliveryNamespacesController(Namespaces namespaces, Holds holds) {
        this.namespaces = namespaces;
        this.holds = holds;
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

    @DeleteMapping("/{ns}/hold")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "End the hold of a namespace",
            description = "Then what the branch holds is delivered by itself again.")
    void unhold(
            Actor actor,
            AuditTrail trail,
            @PathVariable NamespaceId ns,
            @RequestParam(required = false) @Nullable String reason) {
        var remark = TextRules.remark("reason", reason);
        trail.reason(remark);
        switch (holds.lift(ns, remark == null ? "" : remark, actor)) {
            case DONE -> {
                // answered without a body
            }
            case NOT_HELD ->
                    throw ProblemException.of(
                            ProblemType.WRONG_STATE, "namespace %s is not held".formatted(ns));
            case UNKNOWN_NAMESPACE -> throw ProblemException.notFound("namespace " + ns);
        }
    }
}
