package dev.balancerdeployer.coordination.mongo;

import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.coordination.Semaphores;
import dev.balancerdeployer.store.Store;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class MongoSemaphoresConfiguration {

    @Bean
    DatabaseTime databaseTime(Store store) {
        return new MongoDatabaseTime(store);
    }

    @Bean
    Semaphores semaphores(Store store, DatabaseTime time) {
        return new MongoSemaphores(store, time);
    }
}
