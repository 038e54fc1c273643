package dev.balancerdeployer.store;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.MongoDatabaseFactory;

@Configuration(proxyBeanMethods = false)
class StoreConfiguration {

    @Bean
    Store store(MongoDatabaseFactory databases) {
        return new Store(databases.getMongoDatabase());
    }
}
