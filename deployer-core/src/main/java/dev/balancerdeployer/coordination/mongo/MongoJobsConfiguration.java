package dev.balancerdeployer.coordination.mongo;

import dev.balancerdeployer.coordination.JobLedger;
import dev.balancerdeployer.store.Store;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Keeps the job ledger in MongoDB. */
@Configuration(proxyBeanMethods = false)
class MongoJobsConfiguration {

    @Bean
    JobLedger jobLedger(Store store) {
        return new MongoJobLedger(store);
    }
}
