package dev.balancerdeployer.delivery.registry.mongo;

import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.delivery.registry.HostedNamespaces;
import dev.balancerdeployer.delivery.registry.HostedNamespacesContract;
import dev.balancerdeployer.store.Store;
import dev.balancerdeployertest.TestMongo;
import org.junit.jupiter.api.AfterAll;

class MongoHostedNamespacesTest extends HostedNamespacesContract {

    private static final TestMongo MONGO = TestMongo.start();
    private final HostedNamespaces namespaces =
            new MongoHostedNamespaces(new Store(MONGO.database()));

    @AfterAll
    static void stop() {
        MONGO.close();
    }

    @Override
    protected HostedNamespaces namespaces() {
        return namespaces;
    }

    @Override
    protected DatabaseTime time() {
        return new ServerTime(MONGO.database());
    }
}
