package dev.balancerdeployer.scheduler;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.coordination.FiresOnFakes;
import dev.balancerdeployer.coordination.InMemoryJobLedger;
import dev.balancerdeployer.coordination.JobLedger;
import dev.balancerdeployer.coordination.JobName;
import dev.balancerdeployer.coordination.PlannedRun;
import dev.balancerdeployertest.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The scheduler and the ledger together, on a database that knows nothing yet (SPEC C6). */
class FirstFireTest {

    private static final Schedule HOURLY = new Schedule.Every("every 1h", Duration.ofHours(1));

    private final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T00:20:00Z"));
    private final InMemoryJobLedger ledger = new InMemoryJobLedger(clock::instant);

    @Test
    void firesAJobThatNeverRanAtOnce() {
        assertThat(ledger.find(JobName.DEPLOYER)).isEmpty();

        replica("a").round();

        assertThat(waiting().fires()).containsExactly(Instant.parse("2026-01-01T00:00:00Z"));
    }

    @Test
    void firesItOnceWhateverTheNumberOfReplicas() {
        var a = replica("a");
        a.round();
        replica("b").round();
        clock.advance(Duration.ofMinutes(10));
        a.round();
        replica("c").round();

        assertThat(waiting().fires()).hasSize(1);
        clock.advance(Duration.ofHours(1));
        a.round();
        assertThat(waiting().fires())
                .containsExactly(
                        Instant.parse("2026-01-01T00:00:00Z"),
                        Instant.parse("2026-01-01T01:00:00Z"));
    }

    private MissedFires replica(String host) {
        return new MissedFires(
                Map.of(JobName.DEPLOYER, HOURLY),
                clock::instant,
                FiresOnFakes.into(ledger, clock::instant, host));
    }

    private PlannedRun waiting() {
        return ledger.find(JobName.DEPLOYER)
                .map(JobLedger.Stored::entry)
                .map(it -> requireNonNull(it.waiting()).plan())
                .orElseThrow();
    }
}
