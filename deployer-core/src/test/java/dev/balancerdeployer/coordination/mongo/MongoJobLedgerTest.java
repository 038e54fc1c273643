package dev.balancerdeployer.coordination.mongo;

import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.coordination.JobLedger;
import dev.balancerdeployer.coordination.JobLedgerContract;
import dev.balancerdeployer.store.Store;
import dev.balancerdeployertest.TestMongo;
import java.time.Clock;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class MongoJobLedgerTest extends JobLedgerContract {

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static TestMongo mongo;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static MongoJobLedger ledger;

    @BeforeAll
    static void start() {
        mongo = TestMongo.start();
        ledger = new MongoJobLedger(new Store(mongo.database()));
    }

    @AfterAll
    static void stop() {
        mongo.close();
    }

    @Override
    protected JobLedger ledger() {
        return ledger;
    }

    /** The server runs on a clock that agrees with ours to a second or so. */
    @Override
    protected DatabaseTime time() {
        return Clock.tickMillis(ZoneOffset.UTC)::instant;
    }
}
