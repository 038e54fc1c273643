package dev.balancerdeployer.coordination;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The semaphore under which delivery runs (SPEC C6).
 *
 * @param name the same in all replicas of an installation
 */
@ConfigurationProperties("deployer.semaphore")
record SemaphoreProperties(@DefaultValue("MAPS_BALANCER_DEPLOYER") String name) {

    SemaphoreProperties {
        Names.requireName("deployer.semaphore.name", name);
    }

    SemaphoreName semaphore() {
        return new SemaphoreName(name);
    }
}
