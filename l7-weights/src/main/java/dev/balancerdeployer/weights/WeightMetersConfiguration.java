package dev.balancerdeployer.weights;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The metrics of weights (SPEC O3). */
@Configuration(proxyBeanMethods = false)
class WeightMetersConfiguration {

    @Bean
    WeightSignals meteredChanges(MeterRegistry registry) {
        return new MeteredChanges(registry);
    }

    @Bean
    WeightSample weightSample(
            Stores weightStores, Publication weightPublication, MeterRegistry registry) {
        return new WeightSample(weightStores, weightPublication, System::nanoTime, registry);
    }
}
