package dev.balancerdeployer.coordination;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How jobs wait.
 *
 * @param maxWait how long a run waits for the semaphore before it is skipped
 */
@ConfigurationProperties("deployer.job")
record JobProperties(@DefaultValue("10m") Duration maxWait) {

    JobProperties {
        if (maxWait.compareTo(Duration.ofSeconds(1)) < 0
                || maxWait.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException(
                    "deployer.job.max-wait: '%s' (expected: 1s..24h)".formatted(maxWait));
        }
    }
}
