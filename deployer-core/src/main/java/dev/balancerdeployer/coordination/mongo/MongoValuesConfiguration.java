package dev.balancerdeployer.coordination.mongo;

import dev.balancerdeployer.coordination.Audit;
import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.coordination.ItsValues;
import dev.balancerdeployer.store.Store;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class MongoValuesConfiguration {

    @Bean
    ItsValues itsValues(Store store, DatabaseTime time) {
        return new MongoItsValues(store, time);
    }

    @Bean
    Audit audit(Store store, DatabaseTime time) {
        return new MongoAudit(store, time);
    }
}
