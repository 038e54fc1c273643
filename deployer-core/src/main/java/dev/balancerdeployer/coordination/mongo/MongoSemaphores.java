package dev.balancerdeployer.coordination.mongo;

import static dev.balancerdeployer.coordination.mongo.SemaphoreDocument.expired;
import static dev.balancerdeployer.coordination.mongo.SemaphoreDocument.holder;

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
    private final Acquisitions acquisitions;
    private final LastSeen lastSeen = new LastSeen();

    MongoSemaphores(Store store, DatabaseTime time) {
        this.semaphores = store.collection("semaphores");
        this.time = time;
        this.reaper = new Reaper(semaphores);
        this.acquisitions = new Acquisitions(semaphores, time, reaper, lastSeen);
    }

    @Override
    public void ensure(SemaphoreName name, int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException(
                    "capacity: %d (expected: 1 or more)".formatted(capacity));
        }
        if (lastSeen.last(name).isEmpty() && read(name).isEmpty()) {
            semaphores.insert(SemaphoreDocument.fresh(name, capacity));
        }
    }

    @Override
    public Outcome acquire(Request request) {
        return acquisitions.acquire(request);
    }

    @Override
    public Outcome askAgain(Request request) {
        return acquisitions.askAgain(request);
    }

    @Override
    public Optional<Grant> renew(Grant grant, @Nullable Duration ttl) {
        var at = SemaphoreDocument.renewedAt(grant.attempt());
        var ttlMs = holder(grant.attempt(), "ttlMs");
        var live = ServerTime.notPassed(at, "$" + ttlMs);
        var change =
                new Document("$currentDate", new Document(holder(grant.attempt(), "at"), true));
        var filter = byFence(grant);
        if (ttl == null) {
            filter.append("$expr", ServerTime.all(live, ServerTime.started(at)));
        } else {
            Semaphores.requireTtl(ttl);
            filter.append(
                    "$expr", ServerTime.all(live, ServerTime.notBefore(ttl, at, "$" + ttlMs)));
            change.append("$set", new Document(ttlMs, ttl.toMillis()));
        }
        var renewed = change(filter, change);
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
        return releaseAsLastSeen(grant)
                || change(byFence(grant), Reaper.removal(grant)).isPresent();
    }

    /** By {@code rev} alone, if nobody else was there then. */
    private boolean releaseAsLastSeen(Grant grant) {
        var name = grant.fence().semaphore();
        var seen = lastSeen.last(name).filter(it -> it.heldOnlyBy(grant.fence()));
        if (seen.isEmpty()) {
            return false;
        }
        var as = SemaphoreDocument.byName(name).append(Documents.REV, seen.get().rev());
        var released = semaphores.changeWhere(as, Reaper.removal(grant));
        if (released) {
            lastSeen.saw(seen.get().released());
        }
        return released;
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
        change(
                SemaphoreDocument.byName(name),
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
                                        .append(SemaphoreDocument.SINCE, new Document())
                                        .append(SemaphoreDocument.USED, 0))
                        .append("$inc", new Document(SemaphoreDocument.FENCE, 1L))
                        .append("$currentDate", new Document(SemaphoreDocument.BROKEN_AT, true));
        return change(SemaphoreDocument.byName(name), change).map(this::view);
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
        return semaphores.find(name.value()).map(it -> lastSeen.saw(new SemaphoreDocument(it)));
    }

    private Optional<SemaphoreDocument> change(Document filter, Document operators) {
        return semaphores
                .updateWhere(filter, operators)
                .map(it -> lastSeen.saw(new SemaphoreDocument(it)));
    }

    private static Document byFence(Grant grant) {
        return SemaphoreDocument.byName(grant.fence().semaphore())
                .append(holder(grant.attempt(), "fence"), grant.fence().number());
    }
}
