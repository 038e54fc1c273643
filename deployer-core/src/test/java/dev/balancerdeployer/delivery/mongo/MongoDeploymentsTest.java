package dev.balancerdeployer.delivery.mongo;

import dev.balancerdeployer.delivery.Deployments;
import dev.balancerdeployer.delivery.DeploymentsContract;
import dev.balancerdeployer.store.Store;
import dev.balancerdeployertest.TestMongo;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MongoDeploymentsTest extends DeploymentsContract {

    private TestMongo mongo;
    private Deployments deployments;

    @BeforeAll
    void start() {
        mongo = TestMongo.start();
    }

    @BeforeEach
    void empty() {
        mongo.database().drop();
        deployments = new MongoDeployments(new Store(mongo.database()));
    }

    @AfterAll
    void stop() {
        mongo.close();
    }

    @Override
    protected Deployments deployments() {
        return deployments;
    }
}
