package dev.balancerdeployer.coordination;

import dev.balancerdeployer.coordination.JobEntry.Ended;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Counts the ends of runs and what runs changed. An end is counted by the replica whose change of
 * the entry landed, so that all replicas together count it once.
 */
final class MeteredLedger implements JobLedger {

    private final JobLedger ledger;
    private final MeterRegistry registry;

    MeteredLedger(JobLedger ledger, MeterRegistry registry) {
        this.ledger = ledger;
        this.registry = registry;
    }

    /** As a label says it. */
    static String label(RunResult.Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean replace(Stored before, JobEntry after, @Nullable Instant notBefore) {
        var replaced = ledger.replace(before, after, notBefore);
        if (replaced) {
            var over = before.entry().ended().stream().map(it -> it.run().runId()).toList();
            after.ended().stream()
                    .map(Ended::run)
                    .filter(it -> !over.contains(it.runId()))
                    .forEach(this::count);
        }
        return replaced;
    }

    private void count(Run run) {
        var outcome = run.outcome();
        if (outcome == null) {
            return;
        }
        var job = run.job().value();
        CoordinationMeter.JOB_RUNS.described().counterIn(registry, job, label(outcome)).increment();
        var started = run.startedAt();
        var finished = run.finishedAt();
        if (started != null && finished != null && outcome != RunResult.Outcome.ABANDONED) {
            CoordinationMeter.JOB_RUN
                    .described()
                    .timerIn(registry, job)
                    .record(Duration.between(started, finished));
        }
    }

    @Override
    public void append(RunId run, int number, RunChange change) {
        ledger.append(run, number, change);
        CoordinationMeter.CHANGES.described().counterIn(registry, change.kind()).increment();
    }

    @Override
    public Optional<Stored> find(JobName job) {
        return ledger.find(job);
    }

    @Override
    public List<Stored> list() {
        return ledger.list();
    }

    @Override
    public void ensure(JobName job) {
        ledger.ensure(job);
    }

    @Override
    public void accept(JobRequest request) {
        ledger.accept(request);
    }

    @Override
    public boolean isOpen(String request) {
        return ledger.isOpen(request);
    }

    @Override
    public List<JobRequest> openRequests(int limit) {
        return ledger.openRequests(limit);
    }

    @Override
    public void settle(Collection<String> requests) {
        ledger.settle(requests);
    }

    @Override
    public void file(Ended ended) {
        ledger.file(ended);
    }

    @Override
    public Optional<Run> filed(RunId run) {
        return ledger.filed(run);
    }

    @Override
    public List<Ended> filed(JobName job, long from, long to) {
        return ledger.filed(job, from, to);
    }

    @Override
    public List<RunChange> changes(RunId run) {
        return ledger.changes(run);
    }
}
