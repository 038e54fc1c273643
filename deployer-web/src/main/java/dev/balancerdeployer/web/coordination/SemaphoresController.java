package dev.balancerdeployer.web.coordination;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.coordination.SemaphoreName;
import dev.balancerdeployer.coordination.SemaphoreView;
import dev.balancerdeployer.coordination.Semaphores;
import dev.balancerdeployer.web.AuditTrail;
import dev.balancerdeployer.web.PageBody;
import dev.balancerdeployer.web.ProblemException;
import dev.balancerdeployer.web.TextRules;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Semaphores of the jobs (SPEC C1, C7). */
@RestController
@RequestMapping("/api/v1/semaphores")
@Tag(name = "Semaphores", description = "Who holds the permits that jobs run under")
class SemaphoresController {

    private final Semaphores semaphores;

    SemaphoresController(Semaphores semaphores) {
        this.semaphores = semaphores;
    }

    /** Body of a break. */
    @Schema(
            name = "SemaphoreBreak",
            example = "{\"reason\": \"the holder's host is gone, see the incident of today\"}")
    record Break(String reason) {}

    /** A semaphore on the wire. */
    @Schema(name = "Semaphore")
    record Body(String name, int capacity, int used, List<Holder> holders, List<Waiter> waiting) {

        static Body of(SemaphoreView view) {
            return new Body(
                    view.name().value(),
                    view.capacity(),
                    view.used(),
                    view.holders().stream()
                            .map(h ->
                                    new Holder(
                                            h.owner(),
                                            h.weight(),
                                            h.fence().number(),
                                            h.since(),
                                            h.expiresAt(),
                                            h.runId() == null ? null : h.runId().value()))
                            .toList(),
                    view.waiting().stream()
                            .map(w -> new Waiter(w.owner(), w.weight(), w.since()))
                            .toList());
        }
    }

    /** Somebody with a permit. */
    @Schema(name = "SemaphoreHolder")
    record Holder(
            String owner,
            int weight,
            long fence,
            Instant since,
            Instant expiresAt,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String runId) {}

    /** Somebody in the line. */
    @Schema(name = "SemaphoreWaiter")
    record Waiter(String owner, int weight, Instant since) {}

    @GetMapping
    @Operation(summary = "List semaphores with holders and waiters, by name")
    PageBody<Body> list(PageRequest page) {
        return PageBody.of(semaphores.list(false, page), Body::of);
    }

    @GetMapping("/{name}")
    @Operation(summary = "Read one semaphore")
    Body find(@PathVariable SemaphoreName name) {
        return semaphores.find(name).map(Body::of).orElseThrow(() -> missing(name));
    }

    @PostMapping("/{name}/break")
    @Operation(
            summary = "Take the permits of all holders",
            description = "Raises the fence; nothing is granted for 2 s after it.")
    Body breakHolders(@PathVariable SemaphoreName name, AuditTrail trail, @RequestBody Break body) {
        trail.reason(TextRules.requiredRemark("reason", body.reason()));
        return semaphores.breakHolders(name).map(Body::of).orElseThrow(() -> missing(name));
    }

    private static ProblemException missing(SemaphoreName name) {
        return ProblemException.notFound("semaphore " + name.value());
    }
}
