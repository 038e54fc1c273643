package dev.balancerdeployer.coordination;

import java.security.SecureRandom;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The jobs: ledger, runner and upkeep. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({JobProperties.class, LeaseProperties.class})
class CoordinationJobsConfiguration {

    private static final SecureRandom RANDOM = new SecureRandom();

    @Bean
    Replica replica() {
        return Replica.ofThisProcess(RANDOM);
    }

    @Bean
    Bookkeeper bookkeeper(
            JobLedger ledger, DatabaseTime time, Replica replica, LeaseProperties lease) {
        return new Bookkeeper(ledger, time, replica, Keeper.silenceFor(lease.timing().ttl()));
    }

    @Bean
    JobWorker.Services jobServices(
            Bookkeeper book,
            JobLedger ledger,
            DatabaseTime time,
            Leases leases,
            Semaphores semaphores,
            WriteGuards guards,
            Audit audit,
            SemaphoreName semaphore,
            JobProperties settings) {
        return new JobWorker.Services(
                book,
                ledger,
                time,
                leases,
                semaphores,
                guards,
                audit,
                semaphore,
                settings.maxWait(),
                System::nanoTime);
    }

    @Bean
    JobRunner jobRunner(ObjectProvider<Job> jobs, JobWorker.Services services) {
        return new JobRunner(jobs.stream().toList(), services);
    }

    @Bean
    Jobs jobs(JobWorker.Services services, JobRunner runner, Schedules schedules) {
        return new RecordedJobs(services, runner, schedules, RANDOM);
    }

    @Bean
    Upkeep jobUpkeep(JobLedger ledger, Bookkeeper book, Semaphores semaphores, JobRunner runner) {
        return new JobUpkeep(ledger, book, semaphores, runner);
    }

    @Bean
    Upkeep jobWatch(JobLedger ledger, Bookkeeper book, Semaphores semaphores, JobRunner runner) {
        return new JobWatch(ledger, book, semaphores, runner, System::nanoTime);
    }
}
