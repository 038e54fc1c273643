package dev.balancerdeployerbench;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.balancerdeployer.coordination.Schedules;
import dev.balancerdeployer.delivery.DataDirectory;
import java.nio.file.Path;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.data.mongodb.MongoDatabaseFactory;
import org.springframework.data.mongodb.core.SimpleMongoClientDatabaseFactory;

/** The application's core, without web and schedules. */
@Configuration(proxyBeanMethods = false)
@ComponentScan({
    "dev.balancerdeployer.store",
    "dev.balancerdeployer.coordination",
    "dev.balancerdeployer.delivery"
})
class PassApplication {

    @Bean
    static AwacsCalls awacsCalls() {
        return new AwacsCalls();
    }

    @Bean
    MongoClient mongoClient(Environment settings) {
        return MongoClients.create(settings.getRequiredProperty("bench.mongodb.uri"));
    }

    @Bean
    MongoDatabaseFactory mongoDatabases(MongoClient client) {
        return new SimpleMongoClientDatabaseFactory(client, "bench");
    }

    @Bean
    DataDirectory dataDirectory(Environment settings) {
        return new DataDirectory(Path.of(settings.getRequiredProperty("bench.data-dir")));
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    Schedules schedules() {
        return (_, _) -> new Schedules.Shown("off", false, null);
    }
}
