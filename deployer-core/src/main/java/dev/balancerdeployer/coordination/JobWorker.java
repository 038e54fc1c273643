package dev.balancerdeployer.coordination;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Sees to the waiting runs of one job that this replica owns, one after the other, on a thread of
 * its own. It looks at the ledger whenever it is woken, so a lost or needless call does no harm.
 */
final class JobWorker {

    private static final Logger log = LoggerFactory.getLogger(JobWorker.class);

    /**
     * A run's wait is ended by its {@link Patience}, which keeps its place in the line till then.
     */
    private static final Duration NO_LIMIT = Duration.ofDays(3650);

    private final Job job;
    private final Services services;
    private final Semaphore wakeUps = new Semaphore(0);
    private final Thread thread;
    private final StopSignal stop;
    private final RunConduct conduct;

    JobWorker(Job job, Services services) {
        this.job = job;
        this.services = services;
        this.stop = new StopSignal(services.nanoTime());
        this.conduct = new RunConduct(job, services, stop);
        this.thread = Thread.ofPlatform().daemon().name("job-" + job.name()).unstarted(this::loop);
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
        stop.ask();
        conduct.stop();
        wake();
    }

    /** Waits for the end of {@link #stop}, at most so long. */
    void awaitEnd(Duration limit) throws InterruptedException {
        if (thread.getState() != Thread.State.NEW) {
            thread.join(limit);
        }
    }

    private void loop() {
        while (!stop.isAsked()) {
            wakeUps.acquireUninterruptibly();
            wakeUps.drainPermits();
            try {
                workOff();
            } catch (StoreUnavailable e) {
                log.warn("Job {} waits for the database: {}", job.name(), e.getMessage());
            } catch (InterruptedException _) {
                return;
            } catch (RuntimeException | Error e) {
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
        while (!stop.isAsked()) {
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
                        stop::isAsked,
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
        if (stop.isAsked()) {
            lease.close();
            return;
        }
        var over = true;
        try {
            var start =
                    conduct.insist(
                            () -> start(run, lease.fence()),
                            () -> lease.held() && !stop.isAsked());
            var running = start.flatMap(it -> Optional.ofNullable(it.running()));
            over = running.isEmpty() || conduct.run(running.get(), lease);
        } finally {
            if (over && !conduct.isUnderWay()) {
                lease.close();
            }
        }
    }

    /**
     * What seems to be under way in any job by a lower fence is over, for the semaphore has one
     * permit. It is ended first, so that no two runs overlap in the ledger.
     */
    private Bookkeeper.Start start(RunId run, Fence fence) {
        for (var stored : services.ledger().list()) {
            var before = stored.entry().running();
            var fenceBefore = before == null ? null : before.fence();
            if (before != null && fenceBefore != null && fenceBefore.isBefore(fence)) {
                services.book().abandon(stored.entry().job(), before.plan().runId());
            }
        }
        return services.book().start(job.name(), run, fence);
    }

    private boolean withoutLease(RunId run, Patience patience) throws InterruptedException {
        while (patience.goOn()) {
            var start = services.book().start(job.name(), run, null);
            var running = start.running();
            if (running != null) {
                conduct.run(running, null);
                return true;
            }
            if (!start.busy()) {
                return true;
            }
            StopSignal.pause();
        }
        return patience.isOver() && giveUp(run, "another run of it did not end in time");
    }
}
