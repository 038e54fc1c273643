package dev.balancerdeployer.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployertest.MutableClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

class CoordinationJobsConfigurationTest {

    private final MutableClock clock = new MutableClock();

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner()
                    .withUserConfiguration(CoordinationJobsConfiguration.class)
                    .withBean(DatabaseTime.class, () -> clock::instant)
                    .withBean(JobLedger.class, () -> new InMemoryJobLedger(clock::instant))
                    .withBean(OnePermit.class)
                    .withBean(SemaphoreName.class, () -> OnePermit.NAME)
                    .withBean(
                            WriteGuards.class,
                            () -> _ -> () -> new WriteGuard.Clearance.Refused("a test", false))
                    .withBean(Audit.class, NoAudit::new)
                    .withBean(
                            Schedules.class,
                            () -> (_, _) -> new Schedules.Shown("off", false, null));

    @Test
    void startsWithoutAnyJobAndStops() {
        runner.run(context -> {
            var jobs = context.getBean(JobRunner.class);
            assertThat(jobs.isRunning()).isTrue();
            assertThat(context.getBean(Jobs.class).list()).isEmpty();
            context.getBeansOfType(Upkeep.class).values().forEach(Upkeep::round);
            context.close();
            assertThat(jobs.isRunning()).isFalse();
        });
    }

    @Test
    void letsWaitingRunsGoAfterHalfAMinuteOrAShorterTtl() {
        runner.run(it -> assertThat(refreshEvery(it)).isEqualTo(Duration.ofSeconds(5)));
        runner.withPropertyValues("deployer.lease.ttl=6s")
                .run(it -> assertThat(refreshEvery(it)).isEqualTo(Duration.ofSeconds(1)));
        runner.withPropertyValues("deployer.lease.ttl=1h")
                .run(it -> assertThat(refreshEvery(it)).isEqualTo(Duration.ofSeconds(5)));
    }

    private static Duration refreshEvery(ApplicationContext context) {
        return context.getBean(Bookkeeper.class).refreshEvery();
    }

    @Test
    void refusesAWaitThatIsTooShortOrTooLong() {
        for (var wait : List.of("0s", "25h")) {
            runner.withPropertyValues("deployer.job.max-wait=" + wait)
                    .run(it ->
                            assertThat(it)
                                    .getFailure()
                                    .rootCause()
                                    .hasMessageStartingWith("deployer.job.max-wait: "));
        }
    }

    private static final class NoAudit implements Audit {

        @Override
        public void record(Entry entry) {}

        @Override
        public Page<Recorded> find(Filter filter, PageRequest page) {
            return new Page<>(List.of(), null);
        }
    }
}
