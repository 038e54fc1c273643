package dev.balancerdeployer.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployertest.MutableClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MeteredLedgerTest extends JobLedgerContract {

    private static final Fence FENCE = new Fence(new SemaphoreName("S"), 1);

    private final MutableClock clock = new MutableClock();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final JobLedger ledger =
            new MeteredLedger(new InMemoryJobLedger(clock::instant), registry);
    private final Bookkeeper book =
            new Bookkeeper(ledger, clock::instant, new Replica("h", "h/1/x"));

    @Override
    protected JobLedger ledger() {
        return ledger;
    }

    @Override
    protected DatabaseTime time() {
        return clock::instant;
    }

    @Test
    void countsAnEndOnceAndMeasuresTheRun() {
        var run = startRun();
        clock.advance(Duration.ofSeconds(7));

        book.finish(JobName.DEPLOYER, run, RunResult.succeeded("done"), false);
        book.finish(JobName.DEPLOYER, run, RunResult.succeeded("done"), false);
        book.file(JobName.DEPLOYER);

        assertThat(runs("succeeded")).isEqualTo(1);
        var timer = CoordinationMeter.JOB_RUN.described().timerIn(registry, "deployer");
        assertThat(timer.count()).isEqualTo(1);
        assertThat(timer.totalTime(TimeUnit.SECONDS)).isEqualTo(7);
    }

    @Test
    void countsARunThatNeverStartedWithoutMeasuringIt() {
        book.fire(JobName.DEPLOYER, clock.instant());
        var run = book.mine(JobName.DEPLOYER).orElseThrow().runId();

        book.skip(JobName.DEPLOYER, run, "no permit");

        assertThat(runs("skipped")).isEqualTo(1);
        assertThat(CoordinationMeter.JOB_RUN.described().timerIn(registry, "deployer").count())
                .isZero();
    }

    @Test
    void countsAnAbandonedRunWithoutMeasuringIt() {
        var run = startRun();
        clock.advance(Duration.ofHours(1));

        book.abandon(JobName.DEPLOYER, run);

        assertThat(runs("abandoned")).isEqualTo(1);
        assertThat(CoordinationMeter.JOB_RUN.described().timerIn(registry, "deployer").count())
                .isZero();
    }

    @Test
    void countsWhatRunsChange() {
        ledger.append(new RunId("deployer-1"), 1, new RunChange("PAUSE_SET", "maps", null, ""));

        assertThat(CoordinationMeter.CHANGES.described().counterIn(registry, "PAUSE_SET").count())
                .isEqualTo(1);
    }

    private RunId startRun() {
        book.fire(JobName.DEPLOYER, clock.instant());
        var run = book.mine(JobName.DEPLOYER).orElseThrow().runId();
        assertThat(book.start(JobName.DEPLOYER, run, FENCE).running()).isNotNull();
        return run;
    }

    private double runs(String outcome) {
        return CoordinationMeter.JOB_RUNS
                .described()
                .counterIn(registry, "deployer", outcome)
                .count();
    }
}
