package dev.balancerdeployer.coordination.mongo;

import dev.balancerdeployer.coordination.Fence;
import dev.balancerdeployer.coordination.JobEntry;
import dev.balancerdeployer.coordination.JobEntry.Ended;
import dev.balancerdeployer.coordination.JobEntry.Running;
import dev.balancerdeployer.coordination.JobEntry.Waiting;
import dev.balancerdeployer.coordination.JobLedger.Stored;
import dev.balancerdeployer.coordination.JobName;
import dev.balancerdeployer.coordination.PlannedRun;
import dev.balancerdeployer.coordination.Run;
import dev.balancerdeployer.coordination.RunId;
import dev.balancerdeployer.coordination.RunResult;
import dev.balancerdeployer.coordination.SemaphoreName;
import dev.balancerdeployer.store.Documents;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** How a job is stored in {@code jobs}; {@code _id} is its name. */
final class JobDocument {

    private JobDocument() {}

    static Document of(JobEntry entry) {
        var waiting = entry.waiting();
        var running = entry.running();
        return new Document("runs", entry.runs())
                .append("lastFire", date(entry.lastFire()))
                .append("waiting", waiting == null ? null : waiting(waiting))
                .append("running", running == null ? null : running(running))
                .append("ended", entry.ended().stream().map(RunDocument::of).toList());
    }

    static Stored toDomain(Document fields) {
        var waiting = fields.get("waiting", Document.class);
        var running = fields.get("running", Document.class);
        var entry =
                new JobEntry(
                        new JobName(fields.getString("_id")),
                        fields.getLong("runs"),
                        instant(fields.getDate("lastFire")),
                        waiting == null ? null : waiting(waiting),
                        running == null ? null : running(running),
                        fields.getList("ended", Document.class).stream()
                                .map(RunDocument::toDomain)
                                .toList());
        return new Stored(entry, fields.getLong(Documents.REV));
    }

    private static Document waiting(Waiting waiting) {
        return plan(waiting.plan())
                .append("owner", waiting.owner())
                .append("at", Date.from(waiting.refreshedAt()))
                .append("silenceMs", waiting.silence().toMillis());
    }

    private static Waiting waiting(Document fields) {
        return new Waiting(
                plan(fields),
                fields.getString("owner"),
                fields.getDate("at").toInstant(),
                Duration.ofMillis(fields.get("silenceMs", 30_000L)));
    }

    private static Document running(Running running) {
        var fence = running.fence();
        return plan(running.plan())
                .append("owner", running.owner())
                .append("host", running.host())
                .append("semaphore", fence == null ? null : fence.semaphore().value())
                .append("fence", fence == null ? null : fence.number())
                .append("startedAt", Date.from(running.startedAt()))
                .append("at", Date.from(running.refreshedAt()));
    }

    private static Running running(Document fields) {
        var semaphore = fields.getString("semaphore");
        return new Running(
                plan(fields),
                fields.getString("owner"),
                fields.getString("host"),
                semaphore == null
                        ? null
                        : new Fence(new SemaphoreName(semaphore), fields.getLong("fence")),
                fields.getDate("startedAt").toInstant(),
                fields.getDate("at").toInstant());
    }

    private static Document plan(PlannedRun plan) {
        return new Document("runId", plan.runId().value())
                .append("trigger", plan.trigger().name())
                .append("requestedBy", plan.requestedBy())
                .append("reason", plan.reason())
                .append("fires", plan.fires().stream().map(Date::from).toList())
                .append("requests", plan.requests());
    }

    private static PlannedRun plan(Document fields) {
        return new PlannedRun(
                new RunId(fields.getString("runId")),
                Run.Trigger.valueOf(fields.getString("trigger")),
                fields.getString("requestedBy"),
                fields.getString("reason"),
                instants(fields.getList("fires", Date.class)),
                fields.getList("requests", String.class));
    }

    static List<Instant> instants(List<Date> dates) {
        return dates.stream().map(Date::toInstant).toList();
    }

    static @Nullable Date date(@Nullable Instant instant) {
        return instant == null ? null : Date.from(instant);
    }

    static @Nullable Instant instant(@Nullable Date date) {
        return date == null ? null : date.toInstant();
    }

    /** How an ended run is stored, in its job's document and in {@code job_runs}. */
    static final class RunDocument {

        private RunDocument() {}

        static Document of(Ended ended) {
            var run = ended.run();
            var outcome = run.outcome();
            return new Document("runId", run.runId().value())
                    .append("job", run.job().value())
                    .append("trigger", run.trigger().name())
                    .append("requestedBy", run.requestedBy())
                    .append("scheduledAt", date(run.scheduledAt()))
                    .append("fires", run.fires().stream().map(Date::from).toList())
                    .append("startedAt", date(run.startedAt()))
                    .append("finishedAt", date(run.finishedAt()))
                    .append("state", run.state().name())
                    .append("outcome", outcome == null ? null : outcome.name())
                    .append("reason", run.reason())
                    .append("fence", run.fence())
                    .append("host", run.host())
                    .append("requests", ended.requests());
        }

        static Ended toDomain(Document fields) {
            var outcome = fields.getString("outcome");
            var run =
                    new Run(
                            new RunId(fields.getString("runId")),
                            new JobName(fields.getString("job")),
                            Run.Trigger.valueOf(fields.getString("trigger")),
                            fields.getString("requestedBy"),
                            instant(fields.getDate("scheduledAt")),
                            instants(fields.getList("fires", Date.class)),
                            instant(fields.getDate("startedAt")),
                            instant(fields.getDate("finishedAt")),
                            Run.State.valueOf(fields.getString("state")),
                            outcome == null ? null : RunResult.Outcome.valueOf(outcome),
                            fields.getString("reason"),
                            fields.getLong("fence"),
                            fields.getString("host"));
            return new Ended(run, fields.getList("requests", String.class));
        }
    }
}
