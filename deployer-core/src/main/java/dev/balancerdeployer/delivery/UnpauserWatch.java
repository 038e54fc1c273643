package dev.balancerdeployer.delivery;

import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.coordination.JobName;
import dev.balancerdeployer.coordination.Jobs;
import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.coordination.Run;
import dev.balancerdeployer.coordination.Schedules;
import dev.balancerdeployer.coordination.Upkeep;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Says when the unpauser has not run for two of its periods (SPEC D15). Works outside the
 * semaphore, on every replica, so that a hung holder cannot silence it.
 */
final class UnpauserWatch implements Upkeep {

    /** The unpauser of an application that was down for long starts within that time. */
    private static final Duration WARM_UP = Duration.ofMinutes(1);

    private static final int RUNS = 50;

    private final Jobs jobs;
    private final Schedules schedules;
    private final DatabaseTime time;
    private final AlertBook book;
    private final LongSupplier nanos;
    private final long startedAt;

    /**
     * @param nanos monotonic
     */
    UnpauserWatch(
            Jobs jobs, Schedules schedules, DatabaseTime time, AlertBook book, LongSupplier nanos) {
        this.jobs = jobs;
        this.schedules = schedules;
        this.time = time;
        this.book = book;
        this.nanos = nanos;
        this.startedAt = nanos.getAsLong();
    }

    @Override
    public String name() {
        return "watch over the unpauser";
    }

    @Override
    public Duration every() {
        return Duration.ofSeconds(2);
    }

    @Override
    public void round() {
        book.keep(finding().stream().toList(), it -> it.kind() == AlertKind.UNPAUSER_SILENT);
    }

    private Optional<Finding> finding() {
        var now = time.now();
        var period = period(now);
        if (period.isEmpty()) {
            return Optional.empty();
        }
        var patience = period.get().multipliedBy(2);
        var up = Duration.ofNanos(nanos.getAsLong() - startedAt);
        if (up.compareTo(patience.compareTo(WARM_UP) < 0 ? patience : WARM_UP) < 0) {
            return Optional.empty();
        }
        return lastSign()
                .filter(it -> now.isAfter(it.plus(patience)))
                .map(it ->
                        new Finding(
                                AlertKind.UNPAUSER_SILENT,
                                null,
                                null,
                                null,
                                "the unpauser has not run since %s, its period is %s%s"
                                        .formatted(it, period.get(), waiting())));
    }

    /** Empty: it has no schedule. */
    private Optional<Duration> period(Instant now) {
        var next = schedules.of(JobName.UNPAUSER, now).nextFireAt();
        var after = next == null ? null : schedules.of(JobName.UNPAUSER, next).nextFireAt();
        return next == null || after == null
                ? Optional.empty()
                : Optional.of(Duration.between(next, after));
    }

    /** When it last started; if it never did, since when it should have. */
    private Optional<Instant> lastSign() {
        var runs = runs();
        return runs.stream()
                .map(Run::startedAt)
                .filter(Objects::nonNull)
                .max(Instant::compareTo)
                .or(() ->
                        runs.stream()
                                .map(Run::scheduledAt)
                                .filter(Objects::nonNull)
                                .min(Instant::compareTo));
    }

    private String waiting() {
        return runs().stream()
                .filter(it -> it.state() != Run.State.FINISHED)
                .findFirst()
                .map(it ->
                        "; run %s is %s: %s"
                                .formatted(
                                        it.runId(),
                                        it.state(),
                                        it.reason().isBlank()
                                                ? "look at the holder of the semaphore"
                                                : it.reason()))
                .orElse("");
    }

    private List<Run> runs() {
        return jobs.runs(JobName.UNPAUSER, PageRequest.first(RUNS)).stream()
                .flatMap(it -> it.items().stream())
                .toList();
    }
}
