package dev.balancerdeployerbench;

import com.mongodb.client.MongoClient;
import dev.balancerdeployer.coordination.Leases;
import dev.balancerdeployer.coordination.ProgramLeases;
import dev.balancerdeployer.coordination.Semaphores;
import java.util.List;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.data.mongodb.MongoDatabaseFactory;
import org.springframework.data.mongodb.core.SimpleMongoClientDatabaseFactory;

/**
 * One replica's coordination, wired by the product's own configurations, which are package-private.
 */
final class Product implements AutoCloseable {

    private static final List<String> CONFIGURATIONS =
            List.of(
                    "dev.balancerdeployer.store.StoreConfiguration",
                    "dev.balancerdeployer.coordination.mongo.MongoSemaphoresConfiguration",
                    "dev.balancerdeployer.coordination.CoordinationLeaseConfiguration");

    private final AnnotationConfigApplicationContext context =
            new AnnotationConfigApplicationContext();

    Product(MongoClient client, String database) {
        context.registerBean(
                MongoDatabaseFactory.class,
                () -> new SimpleMongoClientDatabaseFactory(client, database));
        CONFIGURATIONS.forEach(it -> context.register(named(it)));
        context.refresh();
    }

    private static Class<?> named(String configuration) {
        try {
            return Class.forName(configuration);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("the product has changed: " + configuration, e);
        }
    }

    Semaphores semaphores() {
        return context.getBean(Semaphores.class);
    }

    Leases leases() {
        return context.getBean(Leases.class);
    }

    ProgramLeases programLeases() {
        return context.getBean(ProgramLeases.class);
    }

    @Override
    public void close() {
        context.close();
    }
}
