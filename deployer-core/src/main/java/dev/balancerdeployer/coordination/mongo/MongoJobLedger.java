package dev.balancerdeployer.coordination.mongo;

import dev.balancerdeployer.coordination.JobEntry;
import dev.balancerdeployer.coordination.JobEntry.Ended;
import dev.balancerdeployer.coordination.JobLedger;
import dev.balancerdeployer.coordination.JobName;
import dev.balancerdeployer.coordination.JobRequest;
import dev.balancerdeployer.coordination.Run;
import dev.balancerdeployer.coordination.RunChange;
import dev.balancerdeployer.coordination.RunId;
import dev.balancerdeployer.coordination.mongo.JobDocument.RunDocument;
import dev.balancerdeployer.store.Cas;
import dev.balancerdeployer.store.Documents;
import dev.balancerdeployer.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * One document a job is the authority. Filed runs and changes are found by their {@code _id} alone,
 * which counts up, for that is what both servers have an index on.
 */
final class MongoJobLedger implements JobLedger {

    private static final int BATCH = 100;
    private static final int ALL = 1000;
    private static final Document BY_ID = new Document("_id", 1);

    private final Documents jobs;
    private final Documents requests;
    private final Documents runs;
    private final Documents changes;

    MongoJobLedger(Store store) {
        this.jobs = store.collection("jobs").withRevIndex();
        this.requests = store.collection("job_requests");
        this.runs = store.collection("job_runs");
        this.changes = store.collection("job_changes");
    }

    @Override
    public Optional<Stored> find(JobName job) {
        return jobs.find(job.value()).map(JobDocument::toDomain);
    }

    @Override
    public List<Stored> list() {
        return jobs.list(new Document(), BY_ID, ALL).stream().map(JobDocument::toDomain).toList();
    }

    @Override
    public void ensure(JobName job) {
        jobs.insert(
                JobDocument.of(JobEntry.fresh(job))
                        .append("_id", job.value())
                        .append(Documents.REV, 1L));
    }

    @Override
    public boolean replace(Stored before, JobEntry after, @Nullable Instant notBefore) {
        var id = after.job().value();
        var operators = new Document("$set", JobDocument.of(after));
        if (notBefore == null) {
            return jobs.update(Cas.at(id, before.rev()), operators).isPresent();
        }
        var filter =
                new Document("_id", id)
                        .append(Documents.REV, before.rev())
                        .append(
                                "$expr",
                                new Document("$gte", List.of("$$NOW", Date.from(notBefore))));
        return jobs.updateWhere(filter, operators).isPresent();
    }

    @Override
    public void accept(JobRequest request) {
        requests.insert(
                new Document("_id", request.id())
                        .append("job", request.job().value())
                        .append("trigger", request.trigger().name())
                        .append("requestedBy", request.requestedBy())
                        .append("reason", request.reason()));
    }

    @Override
    public boolean isOpen(String request) {
        return requests.find(request).isPresent();
    }

    @Override
    public List<JobRequest> openRequests(int limit) {
        return requests.list(new Document(), BY_ID, limit).stream()
                .map(it ->
                        new JobRequest(
                                it.getString("_id"),
                                new JobName(it.getString("job")),
                                Run.Trigger.valueOf(it.getString("trigger")),
                                it.getString("requestedBy"),
                                it.getString("reason")))
                .toList();
    }

    @Override
    public void settle(Collection<String> settled) {
        if (!settled.isEmpty()) {
            requests.delete(new Document("_id", new Document("$in", List.copyOf(settled))));
        }
    }

    @Override
    public void file(Ended ended) {
        runs.insert(RunDocument.of(ended).append("_id", ended.run().runId().value()));
    }

    @Override
    public Optional<Run> filed(RunId run) {
        return runs.find(run.value()).map(RunDocument::toDomain).map(Ended::run);
    }

    @Override
    public List<Ended> filed(JobName job, long from, long to) {
        var ids =
                LongStream.rangeClosed(Math.max(1, from), to)
                        .mapToObj(it -> JobEntry.runId(job, it).value())
                        .toList()
                        .reversed();
        var found = byId(runs, ids);
        return ids.stream()
                .flatMap(id -> found.stream().filter(it -> id.equals(it.getString("_id"))))
                .map(RunDocument::toDomain)
                .toList();
    }

    @Override
    public void append(RunId run, int number, RunChange change) {
        changes.insert(
                new Document("_id", changeId(run, number))
                        .append("number", number)
                        .append("kind", change.kind())
                        .append("namespace", change.namespace())
                        .append("location", change.location())
                        .append("detail", change.detail()));
    }

    @Override
    public List<RunChange> changes(RunId run) {
        var all = new ArrayList<Document>();
        var size = -1;
        for (var from = 1; size < all.size(); from += BATCH) {
            size = all.size();
            var ids =
                    IntStream.range(from, from + BATCH).mapToObj(it -> changeId(run, it)).toList();
            all.addAll(byId(changes, ids));
        }
        return all.stream()
                .sorted((one, other) -> one.getInteger("number") - other.getInteger("number"))
                .map(it ->
                        new RunChange(
                                it.getString("kind"),
                                it.getString("namespace"),
                                it.getString("location"),
                                it.getString("detail")))
                .toList();
    }

    private static List<Document> byId(Documents collection, List<String> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        var filter = new Document("_id", new Document("$in", ids));
        return collection.list(filter, BY_ID, ids.size());
    }

    private static String changeId(RunId run, int number) {
        return run + "/" + number;
    }
}
