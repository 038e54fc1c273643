package dev.balancerdeployer.coordination.mongo;

import static dev.balancerdeployer.coordination.mongo.SemaphoreDocument.expired;
import static dev.balancerdeployer.coordination.mongo.SemaphoreDocument.holder;
import static dev.balancerdeployer.coordination.mongo.SemaphoreDocument.waiter;

import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.coordination.Fence;
import dev.balancerdeployer.coordination.Grant;
import dev.balancerdeployer.coordination.Page;
import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.coordination.SemaphoreName;
import dev.balancerdeployer.coordination.SemaphoreView;
import dev.balancerdeployer.coordination.Semaphores;
import dev.balancerdeployer.store.Cursor;
import dev.balancerdeployer.store.Documents;
import dev.balancerdeployer.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * One document a semaphore, never deleted, so that its fence grows for ever. Every change is one
 * update whose filter says all that it relies on, with the database's own time. What is read here
 * before only chooses which update is tried.
 */
final class MongoSemaphores implements Semaphores {

    private static final String LIST = "semaphores";

    private final Documents semaphores;
    private final DatabaseTime time;
    private final Reaper reaper;

    MongoSemaphores(Store store, DatabaseTime time) {
        this.semaphores = store.collection("semaphores");
        this.time = time;
        this.reaper = new Reaper(semaphores);
    }

    @Override
    public void ensure(SemaphoreName name, int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException(
                    "capacity: %d (expected: 1 or more)".formatted(capacity));
        }
        if (read(name).isEmpty()) {
            semaphores.insert(SemaphoreDocument.fresh(name, capacity));
        }
    }

    /**
     * Goes round again only when somebody else has changed what the tried update relied on, which
     * is also what a repeated send of an update that landed looks like.
     */
    @Override
    public Outcome acquire(Request request) {
        while (true) {
            var outcome = attempt(request);
            if (outcome.isPresent()) {
                return outcome.get();
            }
        }
    }

    private Optional<Outcome> attempt(Request request) {
        var semaphore = existing(request);
        var now = now(semaphore);
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
                read(request.name())
                        .orElseThrow(
                                () ->
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
     * whole document, and so does not land any more once it has {@link #leave left}.
     */
    private Optional<Outcome> grant(SemaphoreDocument semaphore, Request request) {
        var attempt = request.attempt();
        var place = semaphore.place(attempt);
        var broken =
                ServerTime.passed(
                        SemaphoreDocument.BROKEN_AT, SemaphoreDocument.SILENCE.toMillis());
        var filter =
                byName(request.name())
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
        var filter = byName(request.name());
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
        set.append(waiter(attempt, "weight"), request.weight());
        return semaphores
                .updateWhere(filter, new Document("$set", set).append("$currentDate", asked))
                .map(SemaphoreDocument::new);
    }

    private static Document stillAsked(String attempt) {
        return ServerTime.notPassed(
                waiter(attempt, "at"), SemaphoreDocument.PATIENCE.toMillis());
    }

    @Override
    public Optional<Grant> renew(Grant grant, @Nullable Duration ttl) {
        var at = holder(grant.attempt(), "at");
        var ttlMs = holder(grant.attempt(), "ttlMs");
        var live = ServerTime.notPassed(at, "$" + ttlMs);
        var change = new Document("$currentDate", new Document(at, true));
        var filter = byFence(grant);
        if (ttl == null) {
            filter.append("$expr", ServerTime.all(live, ServerTime.started(at)));
        } else {
            Semaphores.requireTtl(ttl);
            filter.append(
                    "$expr", ServerTime.all(live, ServerTime.notBefore(ttl, at, "$" + ttlMs)));
            change.append("$set", new Document(ttlMs, ttl.toMillis()));
        }
        var renewed = semaphores.updateWhere(filter, change).map(SemaphoreDocument::new);
        return renewed.isPresent()
                ? renewed.flatMap(it -> it.holder(grant.fence()))
                : stillHeld(read(grant.fence().semaphore()), grant.fence());
    }

    /** A lease that would have been shortened is as good as renewed. */
    private Optional<Grant> stillHeld(Optional<SemaphoreDocument> semaphore, Fence fence) {
        return semaphore.flatMap(it -> it.holder(fence)).filter(it -> !expired(it, time.now()));
    }

    @Override
    public boolean release(Grant grant) {
        return semaphores.updateWhere(byFence(grant), Reaper.removal(grant)).isPresent();
    }

    /**
     * Raises {@code rev} and {@code seq} even if there is no place, so that no update that was sent
     * before lands after.
     */
    @Override
    public void leave(SemaphoreName name, String attempt) {
        if (!attempt.matches("[0-9a-f]{32}")) {
            throw new IllegalArgumentException("attempt: (expected: 32 hex digits)");
        }
        semaphores.updateWhere(
                byName(name),
                new Document("$unset", new Document(SemaphoreDocument.WAITERS + "." + attempt, ""))
                        .append("$inc", new Document(SemaphoreDocument.SEQ, 1L)));
    }

    @Override
    public Optional<Grant> current(Fence fence) {
        var stored = semaphores.findLinearizable(fence.semaphore().value());
        return stillHeld(stored.map(SemaphoreDocument::new), fence);
    }

    @Override
    public List<Grant> reap(SemaphoreName name) {
        return read(name).map(it -> reaper.reap(it, now(it))).orElse(List.of());
    }

    @Override
    public Optional<SemaphoreView> breakHolders(SemaphoreName name) {
        var change =
                new Document(
                                "$set",
                                new Document(SemaphoreDocument.HOLDERS, new Document())
                                        .append(SemaphoreDocument.USED, 0))
                        .append("$inc", new Document(SemaphoreDocument.FENCE, 1L))
                        .append("$currentDate", new Document(SemaphoreDocument.BROKEN_AT, true));
        return semaphores.updateWhere(byName(name), change).map(SemaphoreDocument::new).map(this::view);
    }

    @Override
    public Optional<SemaphoreView> find(SemaphoreName name) {
        return read(name).map(this::view);
    }

    @Override
    public Page<SemaphoreView> list(boolean leases, PageRequest page) {
        var filter = new Document(SemaphoreDocument.LEASE, leases);
        if (leases) {
            filter.append(SemaphoreDocument.USED, new Document("$gt", 0));
        }
        if (page.after() != null) {
            var last = Cursor.parse(LIST, page.after(), 1).getFirst();
            filter.append("_id", new Document("$gt", last));
        }
        var found = semaphores.list(filter, new Document("_id", 1), page.limit() + 1);
        var now = time.now();
        var views = found.stream().map(it -> new SemaphoreDocument(it).view(now)).toList();
        return Cursor.page(views, page, it -> Cursor.of(LIST, it.name()));
    }

    private SemaphoreView view(SemaphoreDocument semaphore) {
        return semaphore.view(now(semaphore));
    }

    /** Asked after the document was read, and only if it matters. */
    private Instant now(SemaphoreDocument semaphore) {
        return semaphore.timeless() ? Instant.EPOCH : time.now();
    }

    private Optional<SemaphoreDocument> read(SemaphoreName name) {
        return semaphores.find(name.value()).map(SemaphoreDocument::new);
    }

    private static Document byName(SemaphoreName name) {
        return new Document("_id", name.value());
    }

    private static Document byFence(Grant grant) {
        return byName(grant.fence().semaphore())
                .append(holder(grant.attempt(), "fence"), grant.fence().number());
    }
}
