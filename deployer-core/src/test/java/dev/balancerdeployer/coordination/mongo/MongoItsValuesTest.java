package dev.balancerdeployer.coordination.mongo;

import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.coordination.ItsValues;
import dev.balancerdeployer.coordination.ItsValuesContract;
import dev.balancerdeployer.store.Store;
import dev.balancerdeployertest.TestMongo;
import org.junit.jupiter.api.AfterAll;

class MongoItsValuesTest extends ItsValuesContract {

    private static final TestMongo MONGO = TestMongo.start();

    @AfterAll
    static void stop() {
        MONGO.close();
    }

    @Override
    protected ItsValues values(DatabaseTime time) {
        return new MongoItsValues(new Store(MONGO.database()), time);
    }
}
