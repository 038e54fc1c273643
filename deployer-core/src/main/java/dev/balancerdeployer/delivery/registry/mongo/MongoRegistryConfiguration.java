package dev.balancerdeployer.delivery.registry.mongo;

import dev.balancerdeployer.delivery.registry.HostedNamespaces;
import dev.balancerdeployer.delivery.registry.ObjectTexts;
import dev.balancerdeployer.store.Store;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The registry's stores on MongoDB. */
@Configuration(proxyBeanMethods = false)
class MongoRegistryConfiguration {

    @Bean
    HostedNamespaces hostedNamespaces(Store store) {
        return new MongoHostedNamespaces(store);
    }

    @Bean
    ObjectTexts objectTexts(Store store) {
        return new MongoObjectTexts(store);
    }
}
