package dev.balancerdeployer.web.delivery;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.delivery.Holds;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.Namespaces;
import dev.balancerdeployer.delivery.Resolving;
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
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
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

    private final Resolving resolving;

    DeliveryNamespacesController(Namespaces namespaces, Holds holds, Resolving resolving) {
        this.namespaces = namespaces;
        this.holds = holds;
        this.resolving = resolving;
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

    @PostMapping("/{ns}/resolve")
    @Operation(
            summary = "Decide whose text of an object stays, Git's or awacs'",
            description =
                    "For an object in conflict, or changed in awacs by hand. With `git` a rollout"
                            + " writes Git's text; with `awacs` the puller commits awacs' text.")
    NamespaceBody resolve(
            Actor actor,
            AuditTrail trail,
            @PathVariable NamespaceId ns,
            @RequestBody ResolveRequest request) {
        var object = request.path();
        var take = request.side();
        trail.reason("%s: take %s".formatted(object, request.take()));
        return switch (resolving.resolve(ns, object, take, actor)) {
            case DONE -> find(ns);
            case NOTHING_TO_RESOLVE ->
                    throw ProblemException.of(
                            ProblemType.WRONG_STATE,
                            "%s of %s is not in conflict, nor changed by hand in awacs"
                                    .formatted(object, ns));
            case UNKNOWN_NAMESPACE -> throw ProblemException.notFound("namespace " + ns);
        };
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
