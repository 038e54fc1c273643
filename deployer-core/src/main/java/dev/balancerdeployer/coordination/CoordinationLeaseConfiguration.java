package dev.balancerdeployer.coordination;

import java.security.SecureRandom;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Leases: the jobs' own and those of other programs. Nothing here talks to the store at start. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({LeaseProperties.class, SemaphoreProperties.class})
class CoordinationLeaseConfiguration {

    private static final AttemptIds ATTEMPTS = new AttemptIds(new SecureRandom());

    /** The semaphore under which delivery runs. */
    @Bean
    SemaphoreName deliverySemaphore(SemaphoreProperties settings) {
        return settings.semaphore();
    }

    @Bean
    SystemPace leasePace() {
        return new SystemPace();
    }

    @Bean
    Leases leases(Semaphores semaphores, LeaseProperties settings, Pace leasePace) {
        return new LeaseKeeper(
                semaphores, settings.timing(), leasePace, LeaseOwner.ofThisProcess(), ATTEMPTS);
    }

    @Bean
    ProgramLeases programLeases(Semaphores semaphores, Pace leasePace) {
        return new ProgramLeases(semaphores, leasePace, ATTEMPTS);
    }
}
