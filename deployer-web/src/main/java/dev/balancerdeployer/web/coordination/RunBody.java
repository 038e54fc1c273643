package dev.balancerdeployer.web.coordination;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.balancerdeployer.coordination.Run;
import dev.balancerdeployer.coordination.RunChange;
import dev.balancerdeployer.coordination.RunResult;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A run on the wire (API.md section 3, RUN). */
@Schema(name = "Run")
record RunBody(
        String runId,
        String job,
        Run.Trigger trigger,
        String requestedBy,
        @Nullable Instant scheduledAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        Run.State state,
        RunResult.@Nullable Outcome outcome,
        String reason,
        @Nullable Long fence,
        @Nullable String host,
        List<Change> changes) {

    /** One thing that a run changed. */
    @Schema(name = "RunChange")
    record Change(
            String kind,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String namespace,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String location,
            String detail) {}

    static RunBody of(Run run, List<RunChange> changes) {
        return new RunBody(
                run.runId().value(),
                run.job().value(),
                run.trigger(),
                run.requestedBy(),
                run.scheduledAt(),
                run.startedAt(),
                run.finishedAt(),
                run.state(),
                run.outcome(),
                run.reason(),
                run.fence(),
                run.host(),
                changes.stream()
                        .map(c -> new Change(c.kind(), c.namespace(), c.location(), c.detail()))
                        .toList());
    }
}
