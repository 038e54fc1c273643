package dev.balancerdeployer.delivery;

import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.coordination.Jobs;
import dev.balancerdeployer.coordination.KillSwitch;
import dev.balancerdeployer.coordination.Schedules;
import java.security.SecureRandom;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** The pause monitor, its alerts and who is told of them. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AlertProperties.class)
class AlertConfiguration {

    /** How long an alert is shown after its end. */
    private static final Duration KEPT = Duration.ofDays(90);

    @Bean
    AlertBook alertBook(AlertRecords records, DatabaseTime time, AlertProperties settings) {
        return new AlertBook(records, time, settings.reminder(), settings.tells());
    }

    @Bean
    Alerts alerts(AlertRecords records) {
        return new Alerts(records);
    }

    @Bean
    MonitorJob monitorJob(
            DeliveryRecords records,
            Awacs awacs,
            ConfigRepository repository,
            KillSwitch killSwitch,
            DatabaseTime time,
            ObjectProvider<Jobs> jobs,
            AlertBook book,
            DeliveryPolicy policy) {
        return new MonitorJob(
                new MonitorJob.Sources(
                        records,
                        awacs,
                        killSwitch,
                        time,
                        () -> new Why(awacs, repository, time, killSwitch, jobs.getObject())),
                book,
                policy.rolloutDeadline());
    }

    @Bean
    UnpauserWatch unpauserWatch(Jobs jobs, Schedules schedules, DatabaseTime time, AlertBook book) {
        return new UnpauserWatch(jobs, schedules, time, book, System::nanoTime);
    }

    @Bean
    OldAlerts oldAlerts(AlertRecords records, DatabaseTime time) {
        return new OldAlerts(records, time, KEPT);
    }

    @Bean
    @Conditional(WebhookSet.class)
    AlertSender alertSender(AlertRecords records, DatabaseTime time, AlertReceiver receiver) {
        return new AlertSender(new StoredOutbox(records, time), receiver, new SecureRandom());
    }
}
