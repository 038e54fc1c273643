package dev.balancerdeployer.delivery.mongo;

import dev.balancerdeployer.delivery.AlertRecords;
import dev.balancerdeployer.delivery.AlertRecordsContract;
import dev.balancerdeployer.store.Store;
import dev.balancerdeployertest.TestMongo;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;

class MongoAlertRecordsTest extends AlertRecordsContract {

    private static final TestMongo MONGO = TestMongo.start();

    private AlertRecords records;

    @BeforeEach
    void empty() {
        MONGO.database().drop();
        records = new MongoAlertRecords(new Store(MONGO.database()));
    }

    @AfterAll
    static void stop() {
        MONGO.close();
    }

    @Override
    protected AlertRecords records() {
        return records;
    }
}
