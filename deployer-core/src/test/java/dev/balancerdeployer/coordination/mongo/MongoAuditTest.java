package dev.balancerdeployer.coordination.mongo;

import dev.balancerdeployer.coordination.Audit;
import dev.balancerdeployer.coordination.AuditContract;
import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.store.Store;
import dev.balancerdeployertest.TestMongo;
import org.junit.jupiter.api.AfterAll;

class MongoAuditTest extends AuditContract {

    private static final TestMongo MONGO = TestMongo.start();

    @AfterAll
    static void stop() {
        MONGO.close();
    }

    @Override
    protected Audit audit(DatabaseTime time) {
        MONGO.database().getCollection("audit").drop();
        return new MongoAudit(new Store(MONGO.database()), time);
    }
}
