package dev.balancerdeployer.coordination.mongo;

import dev.balancerdeployer.coordination.Fence;
import dev.balancerdeployer.coordination.Grant;
import dev.balancerdeployer.coordination.RunId;
import dev.balancerdeployer.coordination.SemaphoreName;
import dev.balancerdeployer.coordination.SemaphoreView;
import dev.balancerdeployer.coordination.Semaphores;
import dev.balancerdeployer.coordination.Semaphores.Request;
import dev.balancerdeployer.store.Documents;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * How a semaphore is stored in {@code semaphores}; {@code _id} is its name. Holders and waiters are
 * kept in maps whose keys are attempts, which are hex, so that each is changed without reading:
 *
 * <pre>{@code
 * {_id, lease, rev, capacity, fence, used, seq, brokenAt,
 *  holders: {HEX: {owner, weight, fence, ttlMs, runId, at}}, since: {HEX},
 *  waiters: {HEX: {owner, weight, seq, since, at, patienceMs}}}
 * }</pre>
 *
 * All times are written by {@code $currentDate}. {@code at} is when a permit was last renewed,
 * which it need not have been, or a place last asked for. When a permit was granted is beside it,
 * since one update cannot write a holder as a whole and a time in it.
 */
record SemaphoreDocument(Document fields) {

    static final String LEASE = "lease";
    static final String FENCE = "fence";
    static final String USED = "used";
    static final String SEQ = "seq";
    static final String BROKEN_AT = "brokenAt";
    static final String HOLDERS = "holders";
    static final String SINCE = "since";
    static final String WAITERS = "waiters";
    static final String CAPACITY = "capacity";

    /** So long nothing is granted after a break (SPEC C7). */
    static final Duration SILENCE = Duration.ofSeconds(2);

    /** A place in the line, which may be lost. */
    record Place(
            String attempt,
            String owner,
            int weight,
            long seq,
            Instant since,
            Instant at,
            Duration patience) {

        boolean lost(Instant now) {
            return !at.plus(patience).isAfter(now);
        }

        /**
         * Whether it was asked for so recently that asking again need not be stored: a place is
         * stored anew several times before it could be lost.
         */
        boolean fresh(Instant now) {
            return at.plus(patience.dividedBy(4)).isAfter(now);
        }
    }

    static Document fresh(SemaphoreName name, int capacity) {
        return new Document("_id", name.value())
                .append(LEASE, name.isLease())
                .append(Documents.REV, 1L)
                .append(CAPACITY, capacity)
                .append(FENCE, 0L)
                .append(USED, 0)
                .append(SEQ, 0L)
                .append(BROKEN_AT, Date.from(Instant.EPOCH))
                .append(HOLDERS, new Document())
                .append(SINCE, new Document())
                .append(WAITERS, new Document());
    }

    /** The beginning of every filter. */
    static Document byName(SemaphoreName name) {
        return new Document("_id", name.value());
    }

    /** The path of a holder's field. */
    static String holder(String attempt, String field) {
        return HOLDERS + "." + attempt + "." + field;
    }

    /** The path of a holder's grant time. */
    static String since(String attempt) {
        return SINCE + "." + attempt;
    }

    /** When a permit was last renewed, or else granted, as an expression. */
    static Document renewedAt(String attempt) {
        return new Document("$ifNull", List.of("$" + holder(attempt, "at"), "$" + since(attempt)));
    }

    /** The path of a waiter's field. */
    static String waiter(String attempt, String field) {
        return WAITERS + "." + attempt + "." + field;
    }

    SemaphoreName name() {
        return new SemaphoreName(fields.getString("_id"));
    }

    long rev() {
        return fields.getLong(Documents.REV);
    }

    int capacity() {
        return fields.getInteger(CAPACITY);
    }

    long fence() {
        return fields.getLong(FENCE);
    }

    long seq() {
        return fields.getLong(SEQ);
    }

    boolean fits(int weight) {
        return fields.getInteger(USED) + weight <= capacity();
    }

    /** How many hold it or wait for it. */
    int users() {
        return map(HOLDERS).size() + map(WAITERS).size();
    }

    /** Whether what the document says depends on the time at all. */
    boolean timeless() {
        return users() == 0 && !everBroken();
    }

    boolean silent(Instant now) {
        return !timeless() && brokenAt().plus(SILENCE).isAfter(now);
    }

    boolean everBroken() {
        return !brokenAt().equals(Instant.EPOCH);
    }

    private Instant brokenAt() {
        return fields.getDate(BROKEN_AT).toInstant();
    }

    /** Oldest first, the expired ones too. */
    List<Grant> holders() {
        return map(HOLDERS).keySet().stream()
                .flatMap(it -> holder(it).stream())
                .sorted(Comparator.comparingLong(it -> it.fence().number()))
                .toList();
    }

    Optional<Grant> holder(String attempt) {
        return Optional.ofNullable(map(HOLDERS).get(attempt, Document.class))
                .map(it -> grant(attempt, it));
    }

    Optional<Grant> holder(Fence fence) {
        return holders().stream().filter(it -> it.fence().equals(fence)).findFirst();
    }

    static boolean expired(Grant grant, Instant now) {
        return !grant.expiresAt().isAfter(now);
    }

    /** First in line first, the lost ones too. */
    List<Place> places() {
        return map(WAITERS).keySet().stream()
                .flatMap(it -> place(it).stream())
                .sorted(Comparator.comparingLong(Place::seq))
                .toList();
    }

    Optional<Place> place(String attempt) {
        return Optional.ofNullable(map(WAITERS).get(attempt, Document.class))
                .map(it ->
                        new Place(
                                attempt,
                                it.getString("owner"),
                                it.getInteger("weight"),
                                it.getLong("seq"),
                                it.getDate("since").toInstant(),
                                it.getDate("at").toInstant(),
                                Duration.ofMillis(
                                        it.get("patienceMs", Semaphores.PATIENCE.toMillis()))));
    }

    /**
     * How many stand before that attempt, or before one that would join the line now. Lost places
     * count until they are reaped: nobody goes past one that is lost only by a reader's judgement.
     */
    int ahead(String attempt) {
        long last = place(attempt).map(Place::seq).orElse(Long.MAX_VALUE);
        return (int) places().stream().filter(it -> it.seq() < last).count();
    }

    SemaphoreView view(Instant now) {
        var live = holders().stream().filter(it -> !expired(it, now)).toList();
        var waiting =
                places().stream()
                        .filter(it -> !it.lost(now))
                        .map(it ->
                                new SemaphoreView.Waiter(
                                        it.attempt(), it.owner(), it.weight(), it.since()))
                        .toList();
        return new SemaphoreView(
                name(),
                capacity(),
                live.stream().mapToInt(Grant::weight).sum(),
                fence(),
                live,
                waiting);
    }

    /** A holder as it is stored when it is granted. */
    static Document holder(Request request, Fence fence) {
        var holder =
                new Document("owner", request.owner())
                        .append("weight", request.weight())
                        .append(FENCE, fence.number())
                        .append("ttlMs", request.ttl().toMillis());
        var runId = request.runId();
        return runId == null ? holder : holder.append("runId", runId.value());
    }

    /** What that holder is, where of the document only its grant time need be known. */
    static Grant grant(Request request, Fence fence, SemaphoreDocument after) {
        var since = after.map(SINCE).getDate(request.attempt()).toInstant();
        return new Grant(
                request.attempt(),
                fence,
                request.owner(),
                request.weight(),
                request.ttl(),
                since,
                since.plus(request.ttl()),
                request.runId());
    }

    private Grant grant(String attempt, Document holder) {
        var ttl = Duration.ofMillis(holder.getLong("ttlMs"));
        var beside = fields.get(SINCE, new Document()).getDate(attempt);
        // a permit that was stored before grant times stood beside the holders has its own
        var since = (beside == null ? holder.getDate(SINCE) : beside).toInstant();
        var renewed = holder.getDate("at");
        var at = renewed == null ? since : renewed.toInstant();
        return new Grant(
                attempt,
                new Fence(name(), holder.getLong("fence")),
                holder.getString("owner"),
                holder.getInteger("weight"),
                ttl,
                since,
                at.plus(ttl),
                runId(holder.getString("runId")));
    }

    private static @Nullable RunId runId(@Nullable String value) {
        return value == null ? null : new RunId(value);
    }

    private Document map(String name) {
        return fields.get(name, Document.class);
    }
}
