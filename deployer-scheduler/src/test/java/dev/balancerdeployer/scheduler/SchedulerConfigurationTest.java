package dev.balancerdeployer.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.coordination.Job;
import dev.balancerdeployer.coordination.JobFires;
import dev.balancerdeployer.coordination.JobName;
import dev.balancerdeployer.coordination.RunContext;
import dev.balancerdeployer.coordination.RunResult;
import dev.balancerdeployer.coordination.Schedules;
import dev.balancerdeployertest.MutableClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class SchedulerConfigurationTest {

    private final MutableClock clock = new MutableClock();
    private final List<String> seen = new CopyOnWriteArrayList<>();

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner()
                    .withUserConfiguration(SchedulerConfiguration.class)
                    .withBean(DatabaseTime.class, () -> clock::instant)
                    .withBean(Job.class, Nothing::new)
                    .withBean(JobFires.class, () -> (job, _) -> seen.add("missed " + job))
                    .withBean(FireSource.class, () -> it -> seen.add("source " + it.size()))
                    .withBean(
                            CronSyntax.class,
                            () ->
                                    it -> {
                                        if (it.startsWith("0 ")) {
                                            return _ -> Optional.empty();
                                        }
                                        throw new IllegalArgumentException("no cron");
                                    });

    @Test
    void beginsOnlyWhenTheApplicationIsReady() {
        runner.withPropertyValues("deployer.schedule.unpauser=every 15s")
                .run(context -> {
                    var now = clock.instant();
                    assertThat(context.getBean(Schedules.class).of(JobName.UNPAUSER, now))
                            .isEqualTo(new Schedules.Shown("every 15s", true, now.plusSeconds(15)));
                    assertThat(seen).isEmpty();

                    context.publishEvent(
                            new ApplicationReadyEvent(
                                    new SpringApplication(),
                                    new String[0],
                                    context,
                                    Duration.ZERO));

                    await().until(() -> seen.size() == 2);
                    assertThat(seen).containsExactlyInAnyOrder("missed unpauser", "source 1");
                });
    }

    @Test
    void failsTheStartOnABadSettingAndNamesIt() {
        runner.withPropertyValues("deployer.schedule.unpauser=sometimes")
                .run(it ->
                        assertThat(it)
                                .getFailure()
                                .rootCause()
                                .hasMessageStartingWith("deployer.schedule.unpauser: "));
        runner.withPropertyValues("deployer.schedule.nobody=off")
                .run(it ->
                        assertThat(it)
                                .getFailure()
                                .rootCause()
                                .hasMessageStartingWith("deployer.schedule.nobody: "));
    }

    private static final class Nothing implements Job {

        @Override
        public JobName name() {
            return JobName.UNPAUSER;
        }

        @Override
        public RunResult run(RunContext context) {
            return RunResult.nothingToDo("a test");
        }
    }
}
