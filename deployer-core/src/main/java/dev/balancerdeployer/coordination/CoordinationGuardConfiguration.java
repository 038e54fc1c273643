package dev.balancerdeployer.coordination;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What ties the kill switch to the runs' writes. */
@Configuration(proxyBeanMethods = false)
class CoordinationGuardConfiguration {

    @Bean
    WriteGuards writeGuards(DatabaseTime time, KillSwitch killSwitch, Semaphores semaphores) {
        return fence -> new RunGuard(time, killSwitch, semaphores, fence);
    }
}
