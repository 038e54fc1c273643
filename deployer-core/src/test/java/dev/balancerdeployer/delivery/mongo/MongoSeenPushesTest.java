package dev.balancerdeployer.delivery.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.delivery.SeenPushes;
import dev.balancerdeployer.delivery.SeenPushesContract;
import dev.balancerdeployer.store.Store;
import dev.balancerdeployertest.MutableClock;
import dev.balancerdeployertest.TestMongo;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class MongoSeenPushesTest extends SeenPushesContract {

    private static final TestMongo MONGO = TestMongo.start();

    private final MutableClock clock = new MutableClock();
    private final SeenPushes pushes =
            new MongoSeenPushes(new Store(MONGO.database()), clock::instant);

    @AfterAll
    static void stop() {
        MONGO.close();
    }

    @Override
    protected SeenPushes pushes() {
        return pushes;
    }

    @Test
    void forgetsAfterADay() {
        pushes.remember("old");
        clock.advance(SeenPushes.MEMORY);

        assertThat(pushes.seen("old")).isFalse();
        pushes.remember("old");
        assertThat(pushes.seen("old")).isTrue();
    }
}
