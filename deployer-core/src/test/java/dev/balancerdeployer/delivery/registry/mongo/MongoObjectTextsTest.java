package dev.balancerdeployer.delivery.registry.mongo;

import dev.balancerdeployer.delivery.registry.ObjectTexts;
import dev.balancerdeployer.delivery.registry.ObjectTextsContract;
import dev.balancerdeployer.store.Store;
import dev.balancerdeployertest.TestMongo;
import org.junit.jupiter.api.AfterAll;

class MongoObjectTextsTest extends ObjectTextsContract {

    private static final TestMongo MONGO = TestMongo.start();
    private final ObjectTexts texts = new MongoObjectTexts(new Store(MONGO.database()));

    @AfterAll
    static void stop() {
        MONGO.close();
    }

    @Override
    protected ObjectTexts texts() {
        return texts;
    }
}
