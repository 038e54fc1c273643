package dev.balancerdeployer.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.coordination.JobName;
import dev.balancerdeployer.coordination.Schedules;
import dev.balancerdeployertest.MutableClock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An unpauser that does not run shouts, whoever holds the semaphore (SPEC D15). */
class UnpauserWatchTest {

    private static final Duration PERIOD = Duration.ofMinutes(30);

    private final MutableClock clock = new MutableClock();
    private final InMemoryAlertRecords records = new InMemoryAlertRecords();
    private final KnownJobs jobs = new KnownJobs(JobName.UNPAUSER);
    private @Nullable Duration period = PERIOD;
    private final Schedules schedules =
            (_, now) ->
                    new Schedules.Shown(
                            "test", period != null, period == null ? null : now.plus(period));
    private long nanos;
    private final UnpauserWatch watch =
            new UnpauserWatch(
                    jobs,
                    schedules,
                    clock::instant,
                    new AlertBook(records, clock::instant, Duration.ofHours(4), true),
                    () -> nanos);

    @Test
    void firesAfterTwoPeriodsWithoutARunAndEndsWithTheNext() {
        ran(clock.instant());
        passes(PERIOD.multipliedBy(2));
        assertThat(records.firing()).isEmpty();

        passes(Duration.ofMillis(1));

        assertThat(records.firing())
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.record().alert().kind()).isEqualTo(AlertKind.UNPAUSER_SILENT);
                    assertThat(it.record().alert().summary()).contains("PT30M");
                });
        ran(clock.instant());
        passes(Duration.ofSeconds(1));
        assertThat(records.firing()).isEmpty();
    }

    @Test
    void aRunThatWaitsForTheSemaphoreIsNoRun() {
        jobs.add(clock.instant(), null, null);

        passes(PERIOD.multipliedBy(2).plusMillis(1));

        assertThat(records.firing().getFirst().record().alert().summary()).contains("WAITING");
    }

    @Test
    void anApplicationThatWasDownForLongGetsAMinute() {
        ran(clock.instant().minus(Duration.ofDays(1)));

        passes(Duration.ofSeconds(59));
        assertThat(records.firing()).isEmpty();
        passes(Duration.ofSeconds(1));

        assertThat(records.firing()).hasSize(1);
    }

    @Test
    void oneThatIsSwitchedOffHasNoPeriod() {
        ran(clock.instant());
        passes(PERIOD.multipliedBy(3));
        assertThat(records.firing()).hasSize(1);

        period = null;
        passes(Duration.ofSeconds(1));

        assertThat(records.firing()).isEmpty();
    }

    private void passes(Duration time) {
        clock.advance(time);
        nanos += time.toNanos();
        watch.round();
    }

    private void ran(Instant at) {
        jobs.add(at, at, at);
    }
}
