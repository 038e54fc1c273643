package dev.balancerdeployer.weights.mongo;

import dev.balancerdeployer.store.Store;
import dev.balancerdeployer.weights.ConfigRecords;
import dev.balancerdeployer.weights.EndedShifts;
import dev.balancerdeployer.weights.FiledAnswers;
import dev.balancerdeployer.weights.VersionHistory;
import dev.balancerdeployer.weights.WeightStoresContract;
import dev.balancerdeployertest.TestMongo;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterAll;

@NullMarked
class MongoWeightStoresTest extends WeightStoresContract {

    private static final TestMongo MONGO = TestMongo.start();

    private final Store store = new Store(MONGO.database());

    @AfterAll
    static void stop() {
        MONGO.close();
    }

    @Override
    protected ConfigRecords configs() {
        return new MongoConfigRecords(store);
    }

    @Override
    protected VersionHistory history() {
        return new MongoVersionHistory(store);
    }

    @Override
    protected FiledAnswers answers() {
        return new MongoFiledAnswers(store);
    }

    @Override
    protected EndedShifts ended() {
        return new MongoEndedShifts(store);
    }
}
