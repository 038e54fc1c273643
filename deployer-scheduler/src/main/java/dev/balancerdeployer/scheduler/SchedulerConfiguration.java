package dev.balancerdeployer.scheduler;

import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.coordination.Job;
import dev.balancerdeployer.coordination.JobFires;
import dev.balancerdeployer.coordination.Upkeep;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** When the jobs fire, and what every replica repeats in the background. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ScheduleProperties.class)
class SchedulerConfiguration {

    @Bean
    ConfiguredSchedules schedules(
            ObjectProvider<Job> jobs, ScheduleProperties settings, CronSyntax cronSyntax) {
        return new ConfiguredSchedules(
                jobs.stream().map(Job::name).toList(), settings.schedule(), cronSyntax);
    }

    @Bean
    Upkeep missedFires(ConfiguredSchedules schedules, DatabaseTime time, JobFires fires) {
        return new MissedFires(schedules.all(), time, fires);
    }

    @Bean
    Scheduling scheduling(ConfiguredSchedules schedules, FireSource source, List<Upkeep> upkeeps) {
        return new Scheduling(schedules.all(), source, new UpkeepRunner(upkeeps));
    }
}
