package dev.balancerdeployer.web.coordination;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.JobName;
import dev.balancerdeployer.coordination.Jobs;
import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.coordination.Run;
import dev.balancerdeployer.coordination.RunId;
import dev.balancerdeployer.web.AuditTrail;
import dev.balancerdeployer.web.ListPages;
import dev.balancerdeployer.web.PageBody;
import dev.balancerdeployer.web.ProblemException;
import dev.balancerdeployer.web.TextRules;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Jobs and the ledger of their runs (SPEC C7). */
@RestController
@Tag(name = "Jobs", description = "What runs, when it ran and how it ended")
class JobsController {

    private final Jobs jobs;

    JobsController(Jobs jobs) {
        this.jobs = jobs;
    }

    /** Body of a request for a run. */
    @Schema(name = "RunRequest", example = "{\"reason\": \"after the maintenance of sas\"}")
    record Request(@Nullable String reason) {}

    /** Answer to a request for a run. */
    @Schema(name = "RunAccepted")
    record Accepted(String runId) {}

    /** A job on the wire. */
    @Schema(name = "Job")
    record Body(
            String job,
            String schedule,
            boolean enabled,
            @Nullable Instant nextFireAt,
            @Nullable RunBody lastRun) {}

    @GetMapping("/api/v1/jobs")
    @Operation(summary = "List jobs with their schedule and last run, by name")
    PageBody<Body> list(PageRequest page) {
        return ListPages.of("jobs", jobs.list().stream().map(this::body).toList(), page, Body::job);
    }

    @GetMapping("/api/v1/jobs/{job}/runs")
    @Operation(summary = "List the runs of a job, newest first")
    PageBody<RunBody> runs(@PathVariable JobName job, PageRequest page) {
        var runs = jobs.runs(job, page).orElseThrow(() -> missing(job));
        return PageBody.of(runs, this::body);
    }

    @PostMapping("/api/v1/jobs/{job}/run")
    @Operation(summary = "Ask for a run now; it joins one that waits already")
    @ApiResponse(responseCode = "202", description = "Accepted", useReturnTypeSchema = true)
    ResponseEntity<Accepted> run(
            @PathVariable JobName job,
            Actor actor,
            AuditTrail trail,
            @RequestBody(required = false) @Nullable Request body) {
        var reason = body == null ? null : TextRules.remark("reason", body.reason());
        trail.reason(reason);
        var run =
                jobs.request(job, Run.Trigger.REQUEST, actor, reason)
                        .orElseThrow(() -> missing(job));
        trail.recordedAlready();
        return ResponseEntity.accepted()
                .location(URI.create("/api/v1/runs/" + run.value()))
                .body(new Accepted(run.value()));
    }

    @GetMapping("/api/v1/runs/{run_id}")
    @Operation(summary = "Read one run and what it changed")
    RunBody find(@PathVariable("run_id") RunId run) {
        return jobs.find(run)
                .map(this::body)
                .orElseThrow(() -> ProblemException.notFound("run " + run.value()));
    }

    private Body body(Jobs.JobView job) {
        var last = job.lastRun();
        return new Body(
                job.job().value(),
                job.schedule(),
                job.enabled(),
                job.nextFireAt(),
                last == null ? null : body(last));
    }

    private RunBody body(Run run) {
        return RunBody.of(run, jobs.changes(run.runId()));
    }

    private static ProblemException missing(JobName job) {
        return ProblemException.notFound("job " + job.value());
    }
}
