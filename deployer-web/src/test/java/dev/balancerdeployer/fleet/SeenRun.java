package dev.balancerdeployer.fleet;

import java.time.Instant;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A run as the API shows it. */
@NullMarked
record SeenRun(
        String job,
        long number,
        @Nullable Instant scheduledAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        String state,
        @Nullable String outcome,
        @Nullable Long fence) {

    static SeenRun of(JsonNode run) {
        var id = run.get("run_id").asString();
        return new SeenRun(
                run.get("job").asString(),
                Long.parseLong(id.substring(id.lastIndexOf('-') + 1)),
                instant(run.get("scheduled_at")),
                instant(run.get("started_at")),
                instant(run.get("finished_at")),
                run.get("state").asString(),
                run.get("outcome").isNull() ? null : run.get("outcome").asString(),
                run.get("fence").isNull() ? null : run.get("fence").asLong());
    }

    private static @Nullable Instant instant(JsonNode text) {
        return text.isNull() ? null : Instant.parse(text.asString());
    }

    @Override
    public String toString() {
        return "%s-%d[key %s, %s..%s, %s %s, fence %s]"
                .formatted(job, number, scheduledAt, startedAt, finishedAt, state, outcome, fence);
    }
}
