package dev.balancerdeployer.coordination;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Sees to the waiting runs of one job that this replica owns, one after the other, on a thread of
 * its own. It looks at the ledger whenever it is woken, so a lost or needless call does no harm.
 */
final class JobWorker {

    static final String STOPPED = "stopped";
    static final String LEASE_LOST = "the lease was lost";

    private static final Logger log = LoggerFactory.getLogger(JobWorker.class);

    /** A run's wait is ended by its {@link Patience}, which keeps its place in the line till then. */
    private static final Duration NO_LIMIT = Duration.ofDays(3650);

    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final long STOP_NANOS = Duration.ofSeconds(5).toNanos();

    private final Job job;
    private final Services services;
    private final Semaphore wakeUps = new Semaphore(0);
    private final Thread thread;
    private volatile boolean stopping;
    private volatile long stopBy;
    private volatile @Nullable RunThread current;

    JobWorker(Job job, Services services) {
        this.job = job;
        this.services = services;
        this.thread =
                Thread.ofPlatform().daemon().name("job-" + job.name()).unstarted(this::loop);
    }

    /**
     * What all workers share.
     *
     * @param semaphore that of the jobs that run under one
     * @param maxWait how long a run waits for it
     * @param nanoTime monotonic
     */
    record Services(
            Bookkeeper book,
            JobLedger ledger,
            DatabaseTime time,
            Leases leases,
            Semaphores semaphores,
            WriteGuards guards,
            Audit audit,
            SemaphoreName semaphore,
            Duration maxWait,
            LongSupplier nanoTime) {}

    void start() {
        thread.start();
    }

    void wake() {
        wakeUps.release();
    }

    /** Begins to stop: waiting runs are handed over, a running one is interrupted. */
    void stop() {
        stopBy = services.nanoTime().getAsLong() + STOP_NANOS;
        stopping = true;
        var running = current;
        if (running != null) {
            running.interrupt(STOPPED);
        }
        wake();
    }

    /** Waits for the end of {@link #stop}, at most so long. */
    void awaitEnd(Duration limit) throws InterruptedException {
        if (thread.getState() != Thread.State.NEW) {
            thread.join(limit);
        }
    }

    private void loop() {
        while (!stopping) {
            wakeUps.acquireUninterruptibly();
            wakeUps.drainPermits();
            try {
                workOff();
            } catch (StoreUnavailable e) {
                log.warn("Job {} waits for the database: {}", job.name(), e.getMessage());
            } catch (InterruptedException _) {
                return;
            } catch (RuntimeException e) {
                log.error("Job {} could not be seen to, tried again soon", job.name(), e);
            } finally {
                MDC.remove(RunThread.MDC_KEY);
            }
        }
        try {
            services.book().handOver(job.name());
        } catch (StoreUnavailable _) {
            log.info("A waiting run of {} is taken over by a replica in a while", job.name());
        }
    }

    private void workOff() throws InterruptedException {
        while (!stopping) {
            var plan = services.book().mine(job.name());
            if (plan.isEmpty() || !serve(plan.get())) {
                return;
            }
        }
    }

    /** True if there may be more to do at once. */
    private boolean serve(PlannedRun plan) throws InterruptedException {
        MDC.put(RunThread.MDC_KEY, plan.runId().value());
        var patience =
                new Patience(
                        services.book(),
                        job.name(),
                        plan,
                        services.maxWait(),
                        () -> stopping,
                        services.nanoTime());
        if (!job.underSemaphore()) {
            return withoutLease(plan.runId(), patience);
        }
        var lease =
                services.leases()
                        .acquire(services.semaphore(), plan.runId(), NO_LIMIT, patience::goOn);
        if (lease.isPresent()) {
            withLease(plan.runId(), lease.get());
            return true;
        }
        return patience.isOver() && giveUp(plan.runId(), holders());
    }

    /** True also if a request came in between, so that the run waits on. */
    private boolean giveUp(RunId run, String why) {
        if (services.book().skip(job.name(), run, why)) {
            services.book().file(job.name());
            log.info("Run {} skipped: {}", run, why);
        }
        return true;
    }

    private String holders() {
        var holders =
                services.semaphores().find(services.semaphore()).stream()
                        .flatMap(it -> it.holders().stream())
                        .map(it -> "%s since %s".formatted(it.owner(), it.since()))
                        .collect(Collectors.joining(", "));
        return "semaphore %s was not had within %s; held by %s"
                .formatted(
                        services.semaphore(),
                        services.maxWait(),
                        holders.isEmpty() ? "nobody just now" : holders);
    }

    private void withLease(RunId run, Lease lease) throws InterruptedException {
        if (stopping) {
            lease.close();
            return;
        }
        var start =
                insist(
                        () -> services.book().start(job.name(), run, lease.fence()),
                        () -> lease.held() && !stopping);
        var running = start.flatMap(it -> Optional.ofNullable(it.running()));
        if (running.isEmpty() || conduct(running.get(), lease)) {
            lease.close();
        }
    }

    private boolean withoutLease(RunId run, Patience patience) throws InterruptedException {
        while (patience.goOn()) {
            var start = services.book().start(job.name(), run, null);
            var running = start.running();
            if (running != null) {
                conduct(running, null);
                return true;
            }
            if (!start.busy()) {
                return true;
            }
            pause();
        }
        return patience.isOver() && giveUp(run, "another run of it did not end in time");
    }

    /** Runs it and records its end. False if the lease must be left to expire. */
    private boolean conduct(JobEntry.Running running, @Nullable Lease lease)
            throws InterruptedException {
        var run =
                new LiveRun(
                        job.name(),
                        running,
                        lease,
                        services.guards(),
                        services.ledger(),
                        services.audit());
        var runThread = new RunThread(job, run);
        runThread.start();
        current = runThread;
        if (stopping) {
            runThread.interrupt(STOPPED);
        }
        if (lease != null) {
            lease.onLost(() -> runThread.interrupt(LEASE_LOST));
        }
        log.info("Run {} of {} started", run.runId(), job.name());
        var ending = await(runThread, run.runId(), lease == null);
        current = null;
        if (ending.isEmpty()) {
            log.error("Run {} did not stop when told to; its lease is left to expire", run.runId());
            return false;
        }
        var recorded = recordEnd(run.runId(), ending.get());
        if (lease != null) {
            awaitUnanswered(run, lease);
        }
        return recorded;
    }

    private Optional<RunThread.Ending> await(RunThread runThread, RunId run, boolean refresh)
            throws InterruptedException {
        while (true) {
            var ending = runThread.await(stopping ? PAUSE : LOOK);
            if (ending.isPresent() || stopping && isLate()) {
                return ending;
            }
            if (refresh && !stillAlive(run)) {
                runThread.interrupt("another replica took the run for dead");
            }
        }
    }

    private boolean stillAlive(RunId run) {
        try {
            return services.book().refreshRunning(job.name(), run);
        } catch (StoreUnavailable _) {
            return true; // not known; whoever takes it for dead says so in the ledger
        }
    }

    private boolean recordEnd(RunId run, RunThread.Ending ending) throws InterruptedException {
        var result = ending.result();
        log.info("Run {} ended {}: {}", run, result.outcome(), result.reason());
        return insist(
                        () -> {
                            services.book().finish(job.name(), run, result, ending.cutShort());
                            return true;
                        },
                        () -> !stopping || !isLate())
                .isPresent();
    }

    /** The permit is not given back while a write may still land (SPEC C3). */
    private void awaitUnanswered(LiveRun run, Lease lease) throws InterruptedException {
        var notAfter = run.lastNotAfter();
        while (notAfter.isPresent() && lease.held() && !isPast(notAfter.get())) {
            pause();
        }
    }

    private boolean isPast(Instant notAfter) {
        try {
            return services.time().now().isAfter(notAfter);
        } catch (StoreUnavailable _) {
            return false;
        }
    }

    /** Repeats an idempotent call until the database answers it. */
    private <T> Optional<T> insist(Supplier<T> call, BooleanSupplier goOn)
            throws InterruptedException {
        var first = true;
        while (true) {
            try {
                return Optional.of(call.get());
            } catch (StoreUnavailable e) {
                if (first) {
                    log.warn("Job {} waits for the database: {}", job.name(), e.getMessage());
                }
                first = false;
            }
            if (!goOn.getAsBoolean()) {
                return Optional.empty();
            }
            pause();
        }
    }

    private boolean isLate() {
        return services.nanoTime().getAsLong() - stopBy >= 0;
    }

    private static void pause() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
    }
}
