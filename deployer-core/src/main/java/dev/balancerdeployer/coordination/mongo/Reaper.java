package dev.balancerdeployer.coordination.mongo;

import static dev.balancerdeployer.coordination.mongo.SemaphoreDocument.expired;
import static dev.balancerdeployer.coordination.mongo.SemaphoreDocument.holder;
import static dev.balancerdeployer.coordination.mongo.SemaphoreDocument.waiter;

import dev.balancerdeployer.coordination.Grant;
import dev.balancerdeployer.store.Documents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;

/**
 * Takes expired permits and lost places out of a semaphore, each by an update of its own that finds
 * out for itself, by the database's time, whether that is so.
 */
record Reaper(Documents semaphores) {

    /** Whether there seems to be anything to take out. */
    static boolean due(SemaphoreDocument semaphore, Instant now) {
        return semaphore.holders().stream().anyMatch(it -> expired(it, now))
                || semaphore.places().stream().anyMatch(it -> it.lost(now));
    }

    /** The permits that this call freed. */
    List<Grant> reap(SemaphoreDocument semaphore, Instant now) {
        var freed = new ArrayList<Grant>();
        for (var grant : semaphore.holders()) {
            if (expired(grant, now) && free(semaphore, grant)) {
                freed.add(grant);
            }
        }
        for (var place : semaphore.places()) {
            if (place.lost(now)) {
                forget(semaphore, place);
            }
        }
        return freed;
    }

    /** What takes a holder out; the filter must say that it is there. */
    static Document removal(Grant grant) {
        return new Document(
                        "$unset",
                        new Document(SemaphoreDocument.HOLDERS + "." + grant.attempt(), "")
                                .append(SemaphoreDocument.since(grant.attempt()), ""))
                .append("$inc", new Document(SemaphoreDocument.USED, -grant.weight()));
    }

    private boolean free(SemaphoreDocument semaphore, Grant grant) {
        var attempt = grant.attempt();
        var filter =
                SemaphoreDocument.byName(semaphore.name())
                        .append(holder(attempt, "fence"), grant.fence().number())
                        .append(
                                "$expr",
                                ServerTime.passed(
                                        SemaphoreDocument.renewedAt(attempt),
                                        "$" + holder(attempt, "ttlMs")));
        return semaphores.updateWhere(filter, removal(grant)).isPresent();
    }

    private void forget(SemaphoreDocument semaphore, SemaphoreDocument.Place place) {
        var attempt = place.attempt();
        var filter =
                SemaphoreDocument.byName(semaphore.name())
                        .append(waiter(attempt, "seq"), place.seq())
                        .append(
                                "$expr",
                                ServerTime.passed(
                                        "$" + waiter(attempt, "at"),
                                        "$" + waiter(attempt, "patienceMs")));
        var change =
                new Document("$unset", new Document(SemaphoreDocument.WAITERS + "." + attempt, ""));
        semaphores.updateWhere(filter, change);
    }
}
