package dev.balancerdeployer.delivery.registry.mongo;

import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.delivery.Awacs;
import dev.balancerdeployer.delivery.registry.Activation;
import dev.balancerdeployer.delivery.registry.InMemoryRegistry;
import dev.balancerdeployer.store.Store;
import org.jspecify.annotations.NullMarked;

/** The built-in awacs on a database, for tests outside this package. */
@NullMarked
public final class MongoRegistries {

    private MongoRegistries() {}

    public static Awacs on(Store store, DatabaseTime time) {
        return InMemoryRegistry.on(
                        new MongoHostedNamespaces(store),
                        new MongoObjectTexts(store),
                        time,
                        Activation.REPORTED)
                .awacs();
    }
}
