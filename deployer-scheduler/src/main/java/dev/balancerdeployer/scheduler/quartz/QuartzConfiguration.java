package dev.balancerdeployer.scheduler.quartz;

import dev.balancerdeployer.coordination.JobFires;
import dev.balancerdeployer.scheduler.CronSyntax;
import dev.balancerdeployer.scheduler.FireSource;
import java.time.Clock;
import java.util.Properties;
import org.quartz.Scheduler;
import org.springframework.boot.quartz.autoconfigure.SchedulerFactoryBeanCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Quartz with its store in memory, started by us once the application is ready. */
@Configuration(proxyBeanMethods = false)
class QuartzConfiguration {

    @Bean
    CronSyntax cronSyntax() {
        return new QuartzCron();
    }

    @Bean
    SchedulerFactoryBeanCustomizer schedulerOfJobs(JobFires fires) {
        return factory -> {
            var properties = new Properties();
            properties.setProperty("org.quartz.threadPool.threadCount", "4");
            properties.setProperty("org.quartz.threadPool.makeThreadsDaemons", "true");
            factory.setQuartzProperties(properties);
            factory.setAutoStartup(false);
            factory.setJobFactory((_, _) -> new FireJob(fires));
        };
    }

    /** Fires by the host's clock; the ledger judges by the database's. */
    @Bean
    FireSource quartzFires(Scheduler scheduler) {
        return new QuartzFires(scheduler, Clock.systemUTC());
    }
}
