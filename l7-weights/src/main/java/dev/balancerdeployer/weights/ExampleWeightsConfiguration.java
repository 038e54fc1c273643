package dev.balancerdeployer.weights;

import dev.balancerdeployer.coordination.Audit;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The example config, with {@code deployer.examples}. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("deployer.examples")
class ExampleWeightsConfiguration {

    @Bean
    FirstConfig firstWeightConfig(WeightChanges changes, Audit audit) {
        return new FirstConfig(changes, audit);
    }

    @Bean
    SmartInitializingSingleton firstWeightConfigAtStart(FirstConfig first) {
        return first::atStart;
    }
}
