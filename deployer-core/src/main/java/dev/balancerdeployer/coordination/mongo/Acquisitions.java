package dev.balancerdeployer.coordination.mongo;

import static dev.balancerdeployer.coordination.mongo.SemaphoreDocument.expired;
import static dev.balancerdeployer.coordination.mongo.SemaphoreDocument.holder;
import static dev.balancerdeployer.coordination.mongo.SemaphoreDocument.waiter;

import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.coordination.Semaphores.Outcome;
import dev.balancerdeployer.coordination.Semaphores.Request;
import dev.balancerdeployer.store.Documents;
import java.time.Instant;
import java.util.Optional;
import org.bson.Document;

/** How permits and places in the line are had. */
record Acquisitions(Documents semaphores, DatabaseTime time, Reaper reaper) {

    /**
     * Goes round again only when somebody else has changed what the tried update relied on, which
     * is also what a repeated send of an update that landed looks like.
     */
    Outcome acquire(Request request) {
        while (true) {
            var outcome = attempt(request);
            if (outcome.isPresent()) {
                return outcome.get();
            }
        }
    }

    private Optional<Outcome> attempt(Request request) {
        var semaphore = existing(request);
        var now = semaphore.timeless() ? Instant.EPOCH : time.now();
        if (Reaper.due(semaphore, now)) {
            reaper.reap(semaphore, now);
            semaphore = existing(request);
        }
        var held = semaphore.holder(request.attempt());
        if (held.isPresent()) {
            return held.filter(it -> !expired(it, now)).map(Outcome.Granted::new);
        }
        var ahead = semaphore.ahead(request.attempt());
        if (ahead == 0 && semaphore.fits(request.weight()) && !semaphore.silent(now)) {
            return grant(semaphore, request);
        }
        if (request.queue()) {
            return queue(semaphore, request)
                    .map(it -> new Outcome.Waiting(it.ahead(request.attempt()), it.view(now)));
        }
        return Optional.of(new Outcome.Waiting(ahead, semaphore.view(now)));
    }

    private SemaphoreDocument existing(Request request) {
        var found =
                semaphores
                        .find(request.name().value())
                        .map(SemaphoreDocument::new)
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "semaphore: '%s' does not exist"
                                                .formatted(request.name())));
        if (request.weight() > found.capacity()) {
            throw new IllegalArgumentException(
                    "weight: %d (expected: 1..%d)".formatted(request.weight(), found.capacity()));
        }
        return found;
    }

    /**
     * The fence can be copied into the holder only by compare-and-set on it. One from the line
     * relies on its own place; nobody can come before that. One that found no line relies on the
     * whole document, and so does not land any more once it has {@link MongoSemaphores#leave left}.
     */
    private Optional<Outcome> grant(SemaphoreDocument semaphore, Request request) {
        var attempt = request.attempt();
        var place = semaphore.place(attempt);
        var broken =
                ServerTime.passed(
                        SemaphoreDocument.BROKEN_AT, SemaphoreDocument.SILENCE.toMillis());
        var filter =
                SemaphoreDocument.byName(request.name())
                        .append(SemaphoreDocument.FENCE, semaphore.fence())
                        .append(
                                SemaphoreDocument.USED,
                                new Document("$lte", semaphore.capacity() - request.weight()))
                        .append(
                                SemaphoreDocument.HOLDERS + "." + attempt,
                                new Document("$exists", false));
        if (place.isPresent()) {
            filter.append(waiter(attempt, "seq"), place.get().seq())
                    .append("$expr", ServerTime.all(broken, stillAsked(attempt)));
        } else {
            filter.append(Documents.REV, semaphore.rev()).append("$expr", broken);
        }
        var fence = semaphore.fence() + 1;
        var holder =
                new Document(SemaphoreDocument.FENCE, fence)
                        .append(holder(attempt, "owner"), request.owner())
                        .append(holder(attempt, "weight"), request.weight())
                        .append(holder(attempt, "fence"), fence)
                        .append(holder(attempt, "ttlMs"), request.ttl().toMillis());
        var runId = request.runId();
        if (runId != null) {
            holder.append(holder(attempt, "runId"), runId.value());
        }
        var change =
                new Document("$set", holder)
                        .append("$inc", new Document(SemaphoreDocument.USED, request.weight()))
                        .append(
                                "$currentDate",
                                new Document(holder(attempt, "at"), true)
                                        .append(holder(attempt, "since"), true))
                        .append(
                                "$unset",
                                new Document(SemaphoreDocument.WAITERS + "." + attempt, ""));
        return semaphores
                .updateWhere(filter, change)
                .flatMap(it -> new SemaphoreDocument(it).holder(attempt))
                .map(Outcome.Granted::new);
    }

    /** Joins the line at its end, or says that the place in it is still wanted. */
    private Optional<SemaphoreDocument> queue(SemaphoreDocument semaphore, Request request) {
        var attempt = request.attempt();
        var place = semaphore.place(attempt);
        var filter = SemaphoreDocument.byName(request.name());
        var set = new Document();
        var asked = new Document(waiter(attempt, "at"), true);
        if (place.isPresent()) {
            filter.append(waiter(attempt, "seq"), place.get().seq())
                    .append("$expr", stillAsked(attempt));
        } else {
            filter.append(SemaphoreDocument.SEQ, semaphore.seq());
            var seq = semaphore.seq() + 1;
            set.append(SemaphoreDocument.SEQ, seq)
                    .append(waiter(attempt, "seq"), seq)
                    .append(waiter(attempt, "owner"), request.owner());
            asked.append(waiter(attempt, "since"), true);
        }
        set.append(waiter(attempt, "weight"), request.weight())
                .append(waiter(attempt, "patienceMs"), request.patience().toMillis());
        return semaphores
                .updateWhere(filter, new Document("$set", set).append("$currentDate", asked))
                .map(SemaphoreDocument::new);
    }

    private static Document stillAsked(String attempt) {
        return ServerTime.notPassed(waiter(attempt, "at"), "$" + waiter(attempt, "patienceMs"));
    }
}
