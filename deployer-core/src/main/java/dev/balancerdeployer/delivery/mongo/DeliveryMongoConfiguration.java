package dev.balancerdeployer.delivery.mongo;

import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.delivery.AlertRecords;
import dev.balancerdeployer.delivery.DeliveryRecords;
import dev.balancerdeployer.delivery.Deployments;
import dev.balancerdeployer.delivery.SeenPushes;
import dev.balancerdeployer.store.Store;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class DeliveryMongoConfiguration {

    @Bean
    DeliveryRecords deliveryRecords(Store store) {
        return new MongoDeliveryRecords(store);
    }

    @Bean
    SeenPushes seenPushes(Store store, DatabaseTime time) {
        return new MongoSeenPushes(store, time);
    }

    @Bean
    AlertRecords alertRecords(Store store) {
        return new MongoAlertRecords(store);
    }

    @Bean
    Deployments deployments(Store store) {
        return new MongoDeployments(store);
    }
}
