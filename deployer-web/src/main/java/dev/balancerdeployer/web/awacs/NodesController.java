package dev.balancerdeployer.web.awacs;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.delivery.LocationId;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.registry.NodeTargets;
import dev.balancerdeployer.delivery.registry.NodeTargets.Answer;
import dev.balancerdeployer.delivery.registry.NodeTargets.Question;
import dev.balancerdeployer.delivery.registry.Registry;
import dev.balancerdeployer.web.AuditTrail;
import dev.balancerdeployer.web.DurationText;
import dev.balancerdeployer.web.Etags;
import dev.balancerdeployer.web.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;

/** What balancer nodes ask and say (SPEC D5). */
@RestController
@RequestMapping("/awacs/v1/namespaces/{ns}/balancers/{location}")
@Tag(name = "awacs nodes", description = "What balancer nodes ask and say")
class NodesController {

    /** How long after the wait an answer may take to be found. */
    private static final Duration GRACE = Duration.ofSeconds(20);

    private final NodeTargets targets;
    private final Registry registry;

    NodesController(NodeTargets targets, Registry registry) {
        this.targets = targets;
        this.registry = registry;
    }

    @GetMapping("/target")
    @Operation(
            summary = "Read what the balancer should run, or wait for something else",
            description =
                    "With If-None-Match the answer is 304 if the target is still that version, at"
                            + " once or after the wait. A balancer that was paused ever since it"
                            + " was added has no target: 404, after the wait.")
    @ApiResponse(responseCode = "200", description = "Run this")
    @ApiResponse(
            responseCode = "304",
            description = "It is still the version of If-None-Match",
            content = @Content)
    DeferredResult<ResponseEntity<TargetBody>> target(
            @PathVariable NamespaceId ns,
            @PathVariable LocationId location,
            @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false)
                    @Nullable String known,
            @Parameter(description = "Up to 60 s", example = "30s")
                    @RequestParam(name = "wait", defaultValue = "0s")
                    String wait) {
        var longest = DurationText.parse("wait", wait);
        var answer = targets.ask(new Question(ns, location, Etags.known(known)), longest);
        var result = new DeferredResult<ResponseEntity<TargetBody>>(longest.plus(GRACE).toMillis());
        result.onCompletion(() -> answer.cancel(false));
        var _ =
                answer.whenComplete((told, failure) -> {
                    if (failure == null) {
                        settle(result, ns, location, told);
                    } else {
                        result.setErrorResult(failure);
                    }
                });
        return result;
    }

    @PutMapping("/status")
    @Operation(
            summary = "A node reports what became of a version: 204",
            description =
                    "Of the balancer's target it sets state and message; of another version only"
                            + " that it is the active one.")
    @ApiResponse(responseCode = "204", description = "It is noted")
    ResponseEntity<Void> status(
            @PathVariable NamespaceId ns,
            @PathVariable LocationId location,
            Actor actor,
            AuditTrail trail,
            @RequestBody StatusPut body) {
        var outcome =
                registry.report(
                        ns, location, body.version(), body.state(), body.shortened(), actor);
        Outcomes.recorded(ns, outcome, trail);
        return ResponseEntity.noContent().build();
    }

    private static void settle(
            DeferredResult<ResponseEntity<TargetBody>> result,
            NamespaceId ns,
            LocationId location,
            Answer told) {
        switch (told) {
            case Answer.Target it ->
                    result.setResult(
                            ResponseEntity.ok()
                                    .eTag(Etags.of(it.version()))
                                    .body(TargetBody.of(it)));
            case Answer.Unchanged(long version) ->
                    result.setResult(
                            ResponseEntity.status(HttpStatus.NOT_MODIFIED)
                                    .eTag(Etags.of(version))
                                    .build());
            case Answer.NoneYet _ ->
                    result.setErrorResult(
                            ProblemException.notFound(
                                    "target yet for balancer %s of namespace %s: it was paused ever since"
                                            .formatted(location, ns)));
            case Answer.Missing(String what) ->
                    result.setErrorResult(ProblemException.notFound(what));
        }
    }
}
