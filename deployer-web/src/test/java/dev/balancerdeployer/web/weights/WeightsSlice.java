package dev.balancerdeployer.web.weights;

import dev.balancerdeployer.web.WebSlice;
import dev.balancerdeployer.weights.CurrentWeights;
import dev.balancerdeployer.weights.WeightChanges;
import dev.balancerdeployer.weights.WeightQueries;
import dev.balancerdeployer.weights.WeightsOnFakes;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;

/** The HTTP side of weights on stores in memory. */
@Import(WebSlice.class)
@ComponentScan("dev.balancerdeployer.web.weights")
public class WeightsSlice {

    @Bean
    WeightsOnFakes weights() {
        return new WeightsOnFakes();
    }

    @Bean
    WeightChanges weightChanges(WeightsOnFakes weights) {
        return weights.changes();
    }

    @Bean
    WeightQueries weightQueries(WeightsOnFakes weights) {
        return weights.queries();
    }

    @Bean
    CurrentWeights currentWeights(WeightsOnFakes weights) {
        return weights.current();
    }
}
