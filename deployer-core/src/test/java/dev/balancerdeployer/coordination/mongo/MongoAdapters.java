package dev.balancerdeployer.coordination.mongo;

import dev.balancerdeployer.coordination.Audit;
import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.coordination.ItsValues;
import dev.balancerdeployer.coordination.JobLedger;
import dev.balancerdeployer.coordination.SemaphoreName;
import dev.balancerdeployer.coordination.Semaphores;
import dev.balancerdeployer.store.Store;
import java.time.Duration;

/** The real adapters of one process, for tests of those who use them. */
public record MongoAdapters(
        Store store,
        DatabaseTime time,
        Semaphores semaphores,
        ItsValues values,
        JobLedger ledger,
        Audit audit) {

    public static MongoAdapters of(Store store) {
        var time = new MongoDatabaseTime(store);
        return new MongoAdapters(
                store,
                time,
                new MongoSemaphores(store, time),
                new MongoItsValues(store, time),
                new MongoJobLedger(store),
                new MongoAudit(store, time));
    }

    /** The weight that a semaphore has given away. */
    public int used(SemaphoreName name) {
        return store.collection("semaphores")
                .find(name.value())
                .orElseThrow()
                .getInteger(SemaphoreDocument.USED);
    }

    /** Lets a semaphore's permits and places grow older. */
    public void age(SemaphoreName name, Duration by) {
        SemaphoreAging.age(store, name, by);
    }
}
