package dev.balancerdeployer.delivery.mongo;

import dev.balancerdeployer.delivery.DeliveryRecords;
import dev.balancerdeployer.delivery.DeliveryRecordsContract;
import dev.balancerdeployer.store.Store;
import dev.balancerdeployertest.TestMongo;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MongoDeliveryRecordsTest extends DeliveryRecordsContract {

    private TestMongo mongo;
    private DeliveryRecords records;

    @BeforeAll
    void start() {
        mongo = TestMongo.start();
    }

    @BeforeEach
    void empty() {
        mongo.database().drop();
        records = new MongoDeliveryRecords(new Store(mongo.database()));
    }

    @AfterAll
    void stop() {
        mongo.close();
    }

    @Override
    protected DeliveryRecords records() {
        return records;
    }
}
