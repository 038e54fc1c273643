package dev.balancerdeployer.coordination.mongo;

import static dev.balancerdeployer.coordination.mongo.SemaphoreDocument.expired;
import static dev.balancerdeployer.coordination.mongo.SemaphoreDocument.waiter;

import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.coordination.Fence;
import dev.balancerdeployer.coordination.Semaphores.Outcome;
import dev.balancerdeployer.coordination.Semaphores.Request;
import dev.balancerdeployer.store.Documents;
import java.time.Instant;
import java.util.Optional;
import org.bson.Document;

/** How permits and places in the line are had. */
record Acquisitions(Documents semaphores, DatabaseTime time, Reaper reaper, LastSeen lastSeen) {

    /**
     * Goes round again only when somebody else has changed what the tried update relied on, which
     * is also what a repeated send of an update that landed looks like: so it looks for the attempt
     * before it tries another one.
     */
    Outcome acquire(Request request) {
        return acquire(request, false);
    }

    /** As {@link #acquire}, but a place that was asked for a short time ago is left as it is. */
    Outcome askAgain(Request request) {
        return acquire(request, true);
    }

    private Outcome acquire(Request request, boolean again) {
        var guessed = guess(request);
        if (guessed.isPresent()) {
            return guessed.get();
        }
        while (true) {
            var outcome = attempt(request, again);
            if (outcome.isPresent()) {
                return outcome.get();
            }
        }
    }

    /**
     * Tries at once what would be tried if the semaphore were still as it was last seen, when
     * nobody held it or waited for it. That nothing has changed since, the filter says by {@code
     * rev}.
     */
    private Optional<Outcome> guess(Request request) {
        var idle =
                lastSeen.last(request.name())
                        .filter(it -> it.idle() && request.weight() <= it.capacity());
        var granted = idle.flatMap(it -> grantIdle(it, request));
        if (idle.isPresent() && granted.isEmpty()) {
            lastSeen.forget(request.name());
        }
        return granted;
    }

    private Optional<Outcome> grantIdle(LastSeen.Seen seen, Request request) {
        var filter = SemaphoreDocument.byName(request.name()).append(Documents.REV, seen.rev());
        if (seen.everBroken()) {
            filter.append("$expr", silenceIsOver());
        }
        var attempt = request.attempt();
        var fence = new Fence(request.name(), seen.fence() + 1);
        return semaphores
                .updateWhere(filter, grantChange(request, fence), SemaphoreDocument.since(attempt))
                .map(it -> {
                    lastSeen.saw(seen.granted());
                    return new Outcome.Granted(
                            SemaphoreDocument.grant(request, fence, new SemaphoreDocument(it)));
                });
    }

    private Optional<Outcome> attempt(Request request, boolean again) {
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
        if (again && semaphore.place(request.attempt()).filter(it -> it.fresh(now)).isPresent()) {
            return Optional.of(new Outcome.Waiting(ahead, semaphore.view(now)));
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
                        .map(it -> lastSeen.saw(new SemaphoreDocument(it)))
                        .orElseThrow(() -> missing(request));
        if (request.weight() > found.capacity()) {
            throw new IllegalArgumentException(
                    "weight: %d (expected: 1..%d)".formatted(request.weight(), found.capacity()));
        }
        return found;
    }

    private IllegalArgumentException missing(Request request) {
        lastSeen.forget(request.name());
        return new IllegalArgumentException(
                "semaphore: '%s' does not exist".formatted(request.name()));
    }

    /**
     * The fence can be copied into the holder only by compare-and-set on it. One from the line
     * relies on its own place; nobody can come before that. One that found no line relies on the
     * whole document, and so does not land any more once it has {@link MongoSemaphores#leave left}.
     */
    private Optional<Outcome> grant(SemaphoreDocument semaphore, Request request) {
        var attempt = request.attempt();
        var place = semaphore.place(attempt);
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
                    .append("$expr", ServerTime.all(silenceIsOver(), stillAsked(attempt)));
        } else {
            filter.append(Documents.REV, semaphore.rev()).append("$expr", silenceIsOver());
        }
        var change =
                grantChange(request, new Fence(request.name(), semaphore.fence() + 1))
                        .append(
                                "$unset",
                                new Document(SemaphoreDocument.WAITERS + "." + attempt, ""));
        return semaphores
                .updateWhere(filter, change)
                .flatMap(it -> lastSeen.saw(new SemaphoreDocument(it)).holder(attempt))
                .map(Outcome.Granted::new);
    }

    private static Document grantChange(Request request, Fence fence) {
        var attempt = request.attempt();
        return new Document(
                        "$set",
                        new Document(SemaphoreDocument.FENCE, fence.number())
                                .append(
                                        SemaphoreDocument.HOLDERS + "." + attempt,
                                        SemaphoreDocument.holder(request, fence)))
                .append("$inc", new Document(SemaphoreDocument.USED, request.weight()))
                .append("$currentDate", new Document(SemaphoreDocument.since(attempt), true));
    }

    private static Document silenceIsOver() {
        return ServerTime.passed(
                "$" + SemaphoreDocument.BROKEN_AT, SemaphoreDocument.SILENCE.toMillis());
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
                .map(it -> lastSeen.saw(new SemaphoreDocument(it)));
    }

    private static Document stillAsked(String attempt) {
        return ServerTime.notPassed(
                "$" + waiter(attempt, "at"), "$" + waiter(attempt, "patienceMs"));
    }
}
