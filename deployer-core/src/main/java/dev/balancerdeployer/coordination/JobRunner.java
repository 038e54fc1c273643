package dev.balancerdeployer.coordination;

import dev.balancerdeployer.coordination.Bookkeeper.Fired;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Takes what is due and has it run, one run of a job at a time in this process (SPEC C6). When the
 * application stops, runs end as {@code stopped} and give their leases back within seconds, and
 * waiting runs are handed over to other replicas (SPEC O4).
 */
final class JobRunner implements JobFires, SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(JobRunner.class);

    private static final Duration STOP_LIMIT = Duration.ofSeconds(8);

    private final Bookkeeper book;
    private final LongSupplier nanoTime;
    private final Map<JobName, JobWorker> workers;
    private final AtomicBoolean running = new AtomicBoolean();
    private final AtomicBoolean tooEarly = new AtomicBoolean();

    JobRunner(Collection<Job> jobs, JobWorker.Services services) {
        this.book = services.book();
        this.nanoTime = services.nanoTime();
        this.workers =
                jobs.stream()
                        .collect(
                                Collectors.toMap(
                                        Job::name,
                                        it -> new JobWorker(it, services),
                                        JobRunner::refuseTwin,
                                        () -> new TreeMap<>(JobRunner::byName)));
    }

    /** The jobs of this process, by name. */
    Set<JobName> jobs() {
        return workers.keySet();
    }

    @Override
    public void fire(JobName job, Instant key) {
        var fired = book.fire(job, key);
        // The run that it joined may be that of a dead replica, and upkeep comes by seldom.
        book.takeOver(job);
        wake(job);
        var early = fired == Fired.TOO_EARLY;
        if (tooEarly.getAndSet(early) != early && early) {
            log.warn(
                    "Job {}: {} is more than 5 s after the database's time; this host's clock is"
                            + " ahead, and the job fires by the database's",
                    job,
                    key);
        }
    }

    /** Has the job's worker look at the ledger. */
    void wake(JobName job) {
        var worker = workers.get(job);
        if (worker != null) {
            worker.wake();
        }
    }

    @Override
    public void start() {
        if (running.compareAndSet(false, true)) {
            workers.values().forEach(JobWorker::start);
        }
    }

    @Override
    public void stop() {
        if (!running.compareAndSet(true, false)) {
            return;
        }
        workers.values().forEach(JobWorker::stop);
        try {
            var begin = nanoTime.getAsLong();
            for (var worker : workers.values()) {
                var spent = Duration.ofNanos(nanoTime.getAsLong() - begin);
                worker.awaitEnd(STOP_LIMIT.minus(spent));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running.get();
    }

    private static JobWorker refuseTwin(JobWorker one, JobWorker other) {
        throw new IllegalArgumentException("two jobs of one name");
    }

    private static int byName(JobName one, JobName other) {
        return one.value().compareTo(other.value());
    }
}
