package dev.balancerdeployer.scheduler.quartz;

import static java.time.temporal.ChronoUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.balancerdeployer.coordination.JobFires;
import dev.balancerdeployer.coordination.JobName;
import dev.balancerdeployer.coordination.StoreUnavailable;
import dev.balancerdeployer.scheduler.FireSource;
import dev.balancerdeployer.scheduler.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.quartz.Scheduler;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.quartz.autoconfigure.QuartzAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class QuartzConfigurationTest {

    private final List<Instant> keys = new CopyOnWriteArrayList<>();
    private final JobFires fires =
            (_, key) -> {
                keys.add(key);
                throw new StoreUnavailable("down", new IllegalStateException());
            };

    @Test
    void firesOnlyOnceStartedAndWithAlignedKeysWhateverBecomesOfAFire() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(QuartzAutoConfiguration.class))
                .withUserConfiguration(QuartzConfiguration.class)
                .withBean(JobFires.class, () -> fires)
                .run(context -> {
                    var scheduler = context.getBean(Scheduler.class);
                    assertThat(scheduler.isStarted()).isFalse();

                    context.getBean(FireSource.class)
                            .start(
                                    Map.of(
                                            new JobName("a"),
                                            new Schedule.Every("every 1s", Duration.ofSeconds(1)),
                                            new JobName("b"),
                                            new Schedule.Off(),
                                            new JobName("c"),
                                            Schedule.parse("0 0 0 1 1 ? 2020", new QuartzCron()),
                                            new JobName("d"),
                                            Schedule.parse("0 0 0 1 1 ?", new QuartzCron())));

                    await().until(() -> keys.size() >= 2);
                    assertThat(keys).allMatch(it -> it.equals(it.truncatedTo(SECONDS)));
                    assertThat(keys.get(1)).isEqualTo(keys.get(0).plusSeconds(1));
                    assertThat(scheduler.getCurrentlyExecutingJobs()).hasSizeLessThan(2);
                });
    }
}
