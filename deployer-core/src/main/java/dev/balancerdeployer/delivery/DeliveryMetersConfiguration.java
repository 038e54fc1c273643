package dev.balancerdeployer.delivery;

import dev.balancerdeployer.coordination.CoordinationMeter;
import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.coordination.Jobs;
import dev.balancerdeployer.coordination.KillSwitch;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** Puts the meters in front of what they measure, whichever adapter that is. */
@Configuration(proxyBeanMethods = false)
class DeliveryMetersConfiguration {

    /** What the jobs of delivery change, as their runs say it. */
    private static final List<String> CHANGES =
            List.of("PAUSE_SET", "PAUSE_LIFTED", "CONFIG_UPDATED", "COMMIT_PUSHED");

    @Bean
    MeterBinder changeMeters() {
        return registry ->
                CHANGES.forEach(
                        it -> CoordinationMeter.CHANGES.described().counterIn(registry, it));
    }

    @Bean
    @Primary
    Awacs meteredAwacs(Awacs awacs, MeterRegistry registry) {
        return new MeteredAwacs(awacs, registry);
    }

    @Bean
    @Primary
    ConfigRepository meteredRepository(ConfigRepository repository, MeterRegistry registry) {
        return new MeteredRepository(repository, registry);
    }

    @Bean
    DeliverySample deliverySample(
            DeliveryRecords records,
            Awacs awacs,
            KillSwitch killSwitch,
            Jobs jobs,
            ObjectProvider<AlertCounts> alerts,
            DatabaseTime time) {
        return new DeliverySample(
                new DeliverySample.Sources(
                        records,
                        awacs,
                        killSwitch,
                        jobs,
                        alerts.getIfAvailable(() -> Map::of),
                        time),
                System::nanoTime);
    }
}
