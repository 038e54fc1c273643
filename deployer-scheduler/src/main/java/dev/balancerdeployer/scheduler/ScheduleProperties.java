package dev.balancerdeployer.scheduler;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When the jobs fire.
 *
 * @param schedule by job, {@link Schedule#EXPECTED}
 */
@ConfigurationProperties("deployer")
record ScheduleProperties(@DefaultValue Map<String, String> schedule) {

    ScheduleProperties {
        schedule = Map.copyOf(schedule);
    }
}
