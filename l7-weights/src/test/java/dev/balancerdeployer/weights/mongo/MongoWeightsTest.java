package dev.balancerdeployer.weights.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.coordination.mongo.MongoAdapters;
import dev.balancerdeployer.store.Store;
import dev.balancerdeployer.weights.SharedConfig;
import dev.balancerdeployertest.TestMongo;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many writers of one config on the real protocol (P-W2). */
@NullMarked
class MongoWeightsTest {

    private static final TestMongo MONGO = TestMongo.start();

    private final Store store = new Store(MONGO.database());

    @AfterAll
    static void stop() {
        MONGO.close();
    }

    @Test
    void losesNothingWithFewWriters() throws Exception {
        assertThat(shared("few").contend(3, 15)).isEqualTo(2 * 3 * 15);
    }

    @Test
    @Tag("long")
    void losesNothingWithManyWriters() throws Exception {
        assertThat(shared("many").contend(8, 200)).isEqualTo(2 * 8 * 200);
    }

    private SharedConfig shared(String name) {
        return SharedConfig.of(
                name,
                2,
                MongoAdapters.of(store),
                new MongoConfigRecords(store),
                new MongoVersionHistory(store),
                new MongoFiledAnswers(store),
                new MongoEndedShifts(store));
    }
}
