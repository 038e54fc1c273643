package dev.balancerdeployer.coordination;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** A run's own thread: it may be interrupted at any time and nothing else notices. */
final class RunThread {

    /** Where log lines carry the run (SPEC O4). */
    static final String MDC_KEY = "run_id";

    private static final Logger log = LoggerFactory.getLogger(RunThread.class);

    private final Job job;
    private final LiveRun run;
    private final Thread thread;
    private volatile @Nullable Ending ending;

    RunThread(Job job, LiveRun run) {
        this.job = job;
        this.run = run;
        this.thread =
                Thread.ofPlatform()
                        .daemon()
                        .name("run-" + run.runId())
                        .unstarted(() -> ending = work());
    }

    /**
     * How it ended.
     *
     * @param cutShort it was interrupted before it got through its work
     */
    record Ending(RunResult result, boolean cutShort) {}

    void start() {
        thread.start();
    }

    /** Interrupts the run for that reason, or for an earlier one. */
    void interrupt(String reason) {
        run.endWith(reason);
        thread.interrupt();
    }

    /** Waits at most so long; empty if it still runs. */
    Optional<Ending> await(Duration limit) throws InterruptedException {
        var over = thread.join(limit);
        return over ? Optional.ofNullable(ending) : Optional.empty();
    }

    private Ending work() {
        MDC.put(MDC_KEY, run.runId().value());
        try {
            run.checkpoint();
            return ended(job.run(run));
        } catch (InterruptedException _) {
            return cutShort(run.end().orElse("interrupted"));
        } catch (StoreUnavailable e) {
            var end = run.end();
            if (end.isPresent()) {
                return cutShort(end.get());
            }
            log.warn("The database did not answer run {} of {}", run.runId(), job.name(), e);
            return failed("the database did not answer");
        } catch (RuntimeException | Error e) {
            var end = run.end();
            if (end.isPresent()) {
                return cutShort(end.get());
            }
            log.error("Run {} of {} failed unexpectedly", run.runId(), job.name(), e);
            return failed("unexpected; the log has more at this run_id");
        } finally {
            MDC.remove(MDC_KEY);
        }
    }

    /**
     * A job that was interrupted may take the interruption for a fault of what it called, and say
     * that it failed.
     */
    private Ending ended(RunResult result) {
        var failed = result.outcome() == RunResult.Outcome.FAILED;
        return run.end()
                .filter(_ -> failed)
                .map(RunThread::cutShort)
                .orElseGet(() -> new Ending(result, false));
    }

    private static Ending cutShort(String reason) {
        return new Ending(RunResult.failed(reason), true);
    }

    private static Ending failed(String reason) {
        return new Ending(RunResult.failed(reason), false);
    }
}
