package dev.balancerdeployer.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balancerdeployer.coordination.Bookkeeper.Fired;
import dev.balancerdeployertest.MutableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class InMemoryJobLedgerTest extends JobLedgerContract {

    private final MutableClock clock = new MutableClock();
    private final InMemoryJobLedger ledger = new InMemoryJobLedger(clock::instant);

    @Override
    protected JobLedger ledger() {
        return ledger;
    }

    @Override
    protected DatabaseTime time() {
        return clock::instant;
    }

    @Test
    void aLostAnswerIsFoundOutByTheSameCall() {
        var book = new Bookkeeper(ledger, clock::instant, new Replica("h", "h/1/x"));
        var job = JobName.DEPLOYER;
        ledger.loseNextAnswer();
        assertThatThrownBy(() -> book.fire(job, clock.instant()))
                .isInstanceOf(StoreUnavailable.class);
        assertThat(book.fire(job, clock.instant())).isEqualTo(Fired.COVERED);
        var run = book.mine(job).orElseThrow().runId();

        var fence = new Fence(new SemaphoreName("S"), 1);
        ledger.loseNextAnswer();
        assertThatThrownBy(() -> book.start(job, run, fence)).isInstanceOf(StoreUnavailable.class);
        assertThat(book.start(job, run, fence).running()).isNotNull();

        ledger.loseNextAnswer();
        assertThatThrownBy(() -> book.finish(job, run, RunResult.succeeded("done"), false))
                .isInstanceOf(StoreUnavailable.class);
        book.finish(job, run, RunResult.succeeded("done"), false);
        assertThat(ledger.filed(run).orElseThrow().outcome())
                .isEqualTo(RunResult.Outcome.SUCCEEDED);
    }

    @Test
    void ownershipEndsExactlyThirtySecondsAfterTheLastRefresh() {
        var one = new Bookkeeper(ledger, clock::instant, new Replica("a", "a/1/x"));
        var other = new Bookkeeper(ledger, clock::instant, new Replica("b", "b/1/x"));
        one.fire(JobName.DEPLOYER, clock.instant());

        clock.advance(Duration.ofMillis(29_999));
        assertThat(other.takeOver(JobName.DEPLOYER)).isFalse();
        clock.advance(Duration.ofMillis(1));
        assertThat(other.takeOver(JobName.DEPLOYER)).isTrue();
    }
}
