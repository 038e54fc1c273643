package dev.balancerdeployer.weights.mongo;

import dev.balancerdeployer.store.Store;
import dev.balancerdeployer.weights.ConfigRecords;
import dev.balancerdeployer.weights.EndedShifts;
import dev.balancerdeployer.weights.FiledAnswers;
import dev.balancerdeployer.weights.VersionHistory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class MongoWeightsConfiguration {

    @Bean
    ConfigRecords weightConfigRecords(Store store) {
        return new MongoConfigRecords(store);
    }

    @Bean
    VersionHistory weightHistory(Store store) {
        return new MongoVersionHistory(store);
    }

    @Bean
    FiledAnswers weightAnswers(Store store) {
        return new MongoFiledAnswers(store);
    }

    @Bean
    EndedShifts weightEndedShifts(Store store) {
        return new MongoEndedShifts(store);
    }
}
