package dev.balancerdeployer.coordination;

import dev.balancerdeployer.coordination.JobEntry.Ended;
import dev.balancerdeployer.store.Cursor;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The jobs as the ledger shows them. */
final class RecordedJobs implements Jobs {

    private final JobLedger ledger;
    private final Bookkeeper book;
    private final JobRunner runner;
    private final Schedules schedules;
    private final DatabaseTime time;
    private final Audit audit;
    private final RandomGenerator random;

    RecordedJobs(
            JobWorker.Services services,
            JobRunner runner,
            Schedules schedules,
            RandomGenerator random) {
        this.ledger = services.ledger();
        this.book = services.book();
        this.time = services.time();
        this.audit = services.audit();
        this.runner = runner;
        this.schedules = schedules;
        this.random = random;
    }

    @Override
    public List<JobView> list() {
        var now = time.now();
        var entries =
                ledger.list().stream()
                        .map(JobLedger.Stored::entry)
                        .collect(Collectors.toMap(JobEntry::job, Function.identity()));
        return runner.jobs().stream()
                .map(it -> {
                    var schedule = schedules.of(it, now);
                    return new JobView(
                            it,
                            schedule.text(),
                            schedule.enabled(),
                            schedule.nextFireAt(),
                            lastRun(entries.get(it)));
                })
                .toList();
    }

    @Override
    public Optional<RunId> request(
            JobName job, Run.Trigger trigger, Actor by, @Nullable String reason) {
        if (!runner.jobs().contains(job)) {
            return Optional.empty();
        }
        var bytes = new byte[16];
        random.nextBytes(bytes);
        var id = HexFormat.of().formatHex(bytes);
        var run = book.request(new JobRequest(id, job, trigger, by.name(), reason));
        runner.wake(job);
        audit.record(Audit.Entry.done(by, "JOB_REQUESTED", "jobs/" + job, reason));
        return Optional.of(run);
    }

    @Override
    public Optional<Run> find(RunId run) {
        return jobOf(run)
                .flatMap(ledger::find)
                .flatMap(it ->
                        it.entry().shown().stream()
                                .filter(shown -> shown.runId().equals(run))
                                .findFirst()
                                .or(() -> ledger.filed(run)));
    }

    @Override
    public List<RunChange> changes(RunId run) {
        return ledger.changes(run);
    }

    @Override
    public Optional<Page<Run>> runs(JobName job, PageRequest page) {
        var after = page.after();
        var cursorList = "runs/" + job;
        var limit = after == null ? Long.MAX_VALUE : Cursor.parseNumber(cursorList, after);
        var entry = ledger.find(job).map(JobLedger.Stored::entry);
        if (entry.isEmpty()) {
            return runner.jobs().contains(job)
                    ? Optional.of(new Page<>(List.of(), null))
                    : Optional.empty();
        }
        var newest = Math.min(limit - 1, entry.get().runs());
        var found =
                new ArrayList<>(
                        entry.get().shown().stream()
                                .filter(it -> number(it.runId()) <= newest)
                                .toList());
        // The entry was read first: what was taken out of it since then is filed.
        var oldest = newest - page.limit();
        for (var ended : ledger.filed(job, oldest, newest)) {
            if (found.stream().noneMatch(it -> it.runId().equals(ended.run().runId()))) {
                found.add(ended.run());
            }
        }
        found.sort((one, other) -> Long.compare(number(other.runId()), number(one.runId())));
        var wanted = found.subList(0, Math.min(found.size(), page.limit() + 1));
        return Optional.of(
                Cursor.page(
                        List.copyOf(wanted),
                        page,
                        it -> Cursor.of(cursorList, number(it.runId()))));
    }

    private @Nullable Run lastRun(@Nullable JobEntry entry) {
        if (entry == null || entry.runs() == 0) {
            return null;
        }
        var shown = entry.shown();
        return shown.stream()
                .filter(it -> it.state() != Run.State.WAITING)
                .findFirst()
                .or(() -> newestFiled(entry))
                .or(() -> shown.stream().findFirst())
                .orElse(null);
    }

    private Optional<Run> newestFiled(JobEntry entry) {
        return ledger.filed(entry.job(), entry.runs() - 1, entry.runs()).stream()
                .map(Ended::run)
                .findFirst();
    }

    private static Optional<JobName> jobOf(RunId run) {
        var end = run.value().lastIndexOf('-');
        return end < 1 ? Optional.empty() : Optional.of(new JobName(run.value().substring(0, end)));
    }

    private static long number(RunId run) {
        return Long.parseLong(run.value().substring(run.value().lastIndexOf('-') + 1));
    }
}
