package dev.balancerdeployer.coordination;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Sees one run after the other from its start to its recorded end. The order is: the end is
 * recorded, no unanswered write can land any more, and only then the lease may go (SPEC C3).
 */
final class RunConduct {

    static final String STOPPED = "stopped";
    static final String LEASE_LOST = "the lease was lost";

    private static final Logger log = LoggerFactory.getLogger(RunConduct.class);

    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final Duration BRIEFLY = Duration.ofMillis(500);

    private final Job job;
    private final JobWorker.Services services;
    private final StopSignal stop;
    private volatile @Nullable RunThread current;

    /** How the last run ended; of the one thread that runs. */
    private @Nullable RunResult last;

    RunConduct(Job job, JobWorker.Services services, StopSignal stop) {
        this.job = job;
        this.services = services;
        this.stop = stop;
    }

    /** Whether a run may still act. */
    boolean isUnderWay() {
        return current != null;
    }

    /** Interrupts the run under way; called after the signal was given. */
    void stop() {
        var running = current;
        if (running != null) {
            running.interrupt(STOPPED);
        }
    }

    /** Runs it and records its end. False if the lease must be left to expire. */
    boolean run(JobEntry.Running running, @Nullable Lease lease) throws InterruptedException {
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
        if (stop.isAsked()) {
            runThread.interrupt(STOPPED);
        }
        if (lease != null) {
            lease.onLost(() -> runThread.interrupt(LEASE_LOST));
        }
        log.debug("Run {} of {} started", run.runId(), job.name());
        var ending = await(runThread, run.runId(), lease == null);
        if (ending.isEmpty()) {
            log.error("Run {} did not stop when told to; its lease is left to expire", run.runId());
            return false;
        }
        current = null;
        var recorded = recordEnd(run.runId(), ending.get());
        if (lease != null) {
            awaitUnanswered(run, lease);
        }
        return recorded;
    }

    private Optional<RunThread.Ending> await(RunThread runThread, RunId run, boolean refresh)
            throws InterruptedException {
        while (true) {
            var ending = runThread.await(stop.isAsked() ? BRIEFLY : LOOK);
            if (ending.isPresent() || stop.isLate()) {
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

    /** A job that has nothing to do says so once, not every few seconds. */
    private void tell(RunId run, RunResult result) {
        var again = result.outcome() == RunResult.Outcome.NOTHING_TO_DO && result.equals(last);
        last = result;
        log.atLevel(again ? Level.DEBUG : Level.INFO)
                .log("Run {} ended {}: {}", run, result.outcome(), result.reason());
    }

    private boolean recordEnd(RunId run, RunThread.Ending ending) throws InterruptedException {
        var result = ending.result();
        tell(run, result);
        return insist(
                        () -> {
                            services.book().finish(job.name(), run, result, ending.cutShort());
                            return true;
                        },
                        () -> !stop.isLate())
                .isPresent();
    }

    /** The permit is not given back while a write may still land (SPEC C3). */
    private void awaitUnanswered(LiveRun run, Lease lease) throws InterruptedException {
        var notAfter = run.lastNotAfter();
        while (notAfter.isPresent() && lease.held() && !isPast(notAfter.get())) {
            StopSignal.pause();
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
    <T> Optional<T> insist(Supplier<T> call, BooleanSupplier goOn) throws InterruptedException {
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
            StopSignal.pause();
        }
    }
}
