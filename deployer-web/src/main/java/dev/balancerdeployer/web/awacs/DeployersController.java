package dev.balancerdeployer.web.awacs;

import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.registry.Registry;
import dev.balancerdeployer.web.AuditTrail;
import dev.balancerdeployer.web.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What a deployer elsewhere needs beside people's calls (SPEC C5, D3). */
@RestController
@RequestMapping("/awacs/v1/namespaces/{ns}")
@Tag(name = "awacs")
class DeployersController {

    private final Registry registry;

    DeployersController(Registry registry) {
        this.registry = registry;
    }

    /** A write that landed. */
    @Schema(name = "AwacsAttempt")
    record AttemptBody(String attempt, long version) {}

    @PutMapping("/fence")
    @Operation(
            summary = "Raise the stored fence, whether the namespace exists or not",
            description =
                    "A run's first act on a namespace: nothing with a lower fence lands after it."
                            + " The version is 0 if the namespace does not exist.")
    ResponseEntity<WrittenBody> raise(
            @PathVariable NamespaceId ns, AuditTrail trail, @RequestBody FenceBody body) {
        var outcome = registry.raiseFence(ns, body.toDomain("fence"));
        var done = Outcomes.recorded(ns, outcome, trail);
        return ResponseEntity.ok()
                .header(Outcomes.CHANGED, Boolean.toString(done.changed()))
                .body(WrittenBody.of(ns, done.version()));
    }

    @GetMapping("/attempts/{*attempt}")
    @Operation(
            summary = "Read what a write did, by its attempt; 404 if it never landed",
            description = "The version is the namespace's right after it. Remembered for ever.")
    AttemptBody attempt(@PathVariable NamespaceId ns, @PathVariable AttemptAt attempt) {
        return registry.attempt(ns, attempt.attempt())
                .map(it -> new AttemptBody(it.attempt().value(), it.version()))
                .orElseThrow(() ->
                        ProblemException.notFound(
                                "attempt %s on namespace %s".formatted(attempt.attempt(), ns)));
    }
}
