package dev.balancerdeployer.delivery;

import static java.util.Objects.requireNonNull;

import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.coordination.RunContext;
import dev.balancerdeployer.delivery.DeliveryRecords.Stored;
import dev.balancerdeployer.delivery.RolloutProgress.Ended;
import dev.balancerdeployer.delivery.RolloutProgress.Queued;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one namespace of one revision on its way: unchanged, adopted, queued or started (SPEC D7,
 * D10).
 */
final class Delivery {

    private static final Logger log = LoggerFactory.getLogger(Delivery.class);

    private final DeliveryRecords records;
    private final ConfigRepository repository;
    private final Starting starting;
    private final RolloutDriver driver;
    private final DatabaseTime time;
    private final Ids ids;

    Delivery(
            DeliveryRecords records,
            ConfigRepository repository,
            Starting starting,
            RolloutDriver driver,
            DatabaseTime time,
            Ids ids) {
        this.records = records;
        this.repository = repository;
        this.starting = starting;
        this.driver = driver;
        this.time = time;
        this.ids = ids;
    }

    /** What became of a namespace. */
    sealed interface Result {

        /** Its content is delivered or on its way already. */
        record Unchanged() implements Result {}

        /** It started, or waits as that rollout. */
        record Rolls(RolloutId rollout, Driven driven) implements Result {}

        /**
         * The revision does not descend from the delivered one, or the one that waits (SPEC D6).
         */
        record NotDescending(Revision delivered) implements Result {}

        /** A rollback waits there, which only a person replaces. */
        record Held(String reason) implements Result {}

        /** Somebody changed the record meanwhile; the next run does it. */
        record Overtaken() implements Result {}
    }

    /** Whether the content has to be rolled: by digest, or for a location it never had. */
    static boolean differs(NamespaceRecord record, SourceNamespace source) {
        var newest = record.newest();
        return newest == null
                || !newest.digest().equals(source.digest())
                || !newest.locations().containsAll(source.locations());
    }

    /** The delivered revision that {@code revision} does not contain, if that is so. */
    Optional<Revision> notDescending(NamespaceRecord record, Revision revision) {
        var newest = record.newest();
        return newest == null || repository.contains(revision, newest.revision())
                ? Optional.empty()
                : Optional.of(newest.revision());
    }

    Result deliver(
            Stored before,
            SourceNamespace source,
            Revision revision,
            Cause cause,
            Set<String> closed,
            RunContext run)
            throws InterruptedException {
        var settled = settled(before);
        if (settled.isEmpty()) {
            return new Result.Overtaken();
        }
        var stored = settled.get();
        if (stored.record().newest() == null) {
            // Taking the fence may have moved the record also where nothing was adopted.
            stored =
                    starting.adopt(stored, source, revision, run)
                            .or(() -> records.find(source.id()))
                            .orElse(stored);
        }
        if (cause.manner() == Manner.USUAL && differs(stored.record(), source)) {
            stored = starting.recognise(stored, source, revision, run).orElse(stored);
        }
        var record = stored.record();
        var differs = differs(record, source) || hurries(record, cause);
        var delivered = differs ? notDescending(record, revision) : Optional.<Revision>empty();
        if (cause.manner().anyRevision() && differs) {
            return queueAndStart(stored, source, revision, cause, closed, run);
        }
        if (asksForMore(record, revision)) {
            return cause.deployment() == null
                    ? startWaiting(stored, closed, run)
                    : replacesRollback(record, cause, delivered)
                            ? queueAndStart(stored, source, revision, cause, closed, run)
                            : join(stored, differs, delivered, revision, cause);
        }
        if (!differs) {
            return unchanged(stored, revision, cause);
        }
        if (delivered.isPresent()) {
            if (cause.deployment() == null) {
                drop(stored); // the branch no longer leads to what waits
                if (record.hold() != null) {
                    return new Result.Unchanged(); // as the hold says
                }
            }
            return new Result.NotDescending(delivered.get());
        }
        return queueAndStart(stored, source, revision, cause, closed, run);
    }

    private Result queueAndStart(
            Stored stored,
            SourceNamespace source,
            Revision revision,
            Cause cause,
            Set<String> closed,
            RunContext run)
            throws InterruptedException {
        var queued = queue(stored, source, revision, cause);
        return queued.isEmpty() ? new Result.Overtaken() : start(queued.get(), source, closed, run);
    }

    /** What is on its way already goes to all locations at once now (SPEC D6). */
    private static boolean hurries(NamespaceRecord record, Cause cause) {
        var current = record.current();
        return cause.manner() == Manner.FORCED
                && current != null
                && record.underWay() != null
                && current.manner() != Manner.FORCED;
    }

    /**
     * A person may deploy something newer instead of a rollback that waits, and anybody instead of
     * a revision that is only to be written once more.
     */
    private static boolean replacesRollback(
            NamespaceRecord record, Cause cause, Optional<Revision> delivered) {
        var waiting = record.waiting();
        return waiting != null
                && waiting.manner().anyRevision()
                && (cause.byPerson() || waiting.manner() == Manner.RESOLVED)
                && delivered.isEmpty();
    }

    /**
     * A waiting rollout that somebody asked for and that this revision does not contain stays, as
     * long as the repository has it and it still descends from what is delivered.
     */
    private boolean asksForMore(NamespaceRecord record, Revision revision) {
        var waiting = record.waiting();
        if (waiting == null || repository.resolve(waiting.revision().sha()).isEmpty()) {
            return false;
        }
        return waiting.manner().anyRevision()
                || (waiting.deployment() != null
                        && notDescending(record, waiting.revision()).isEmpty()
                        && !repository.contains(revision, waiting.revision()));
    }

    /** The revision that a waiting rollout would start with now (SPEC D10). */
    Revision toStart(NamespaceRecord record, Revision head) {
        var waiting = record.waiting();
        return waiting != null && asksForMore(record, head) ? waiting.revision() : head;
    }

    /** A run that released a location of one rollout releases none of the next (SPEC D12). */
    private static boolean endedIn(RunContext run, NamespaceRecord record) {
        var current = record.current();
        return current != null
                && current.progress() instanceof Ended it
                && !it.finishedAt().isBefore(run.startedAt());
    }

    /** A request for an older revision than the one that waits, or for one beside it. */
    private Result join(
            Stored stored,
            boolean differs,
            Optional<Revision> delivered,
            Revision revision,
            Cause cause) {
        if (!differs) {
            return same(stored.record(), cause);
        }
        var waiting = requireNonNull(stored.record().waiting());
        if (delivered.isPresent()) {
            return new Result.NotDescending(delivered.get());
        }
        if (waiting.manner().anyRevision()) {
            return new Result.Held(
                    "%s of %s waits there: %s"
                            .formatted(waiting.manner(), waiting.requestedBy(), waiting.reason()));
        }
        return repository.contains(waiting.revision(), revision)
                ? new Result.Rolls(waiting.id(), Driven.nothing())
                : new Result.NotDescending(waiting.revision());
    }

    private Result startWaiting(Stored stored, Set<String> closed, RunContext run)
            throws InterruptedException {
        var queued = requireNonNull(stored.record().waiting());
        var source =
                repository.list(queued.revision()).namespaces().stream()
                        .filter(it -> it.id().equals(queued.namespace()))
                        .findFirst();
        return source.isPresent()
                ? start(stored, source.get(), closed, run)
                : new Result.Rolls(queued.id(), Driven.nothing());
    }

    private Result start(Stored stored, SourceNamespace source, Set<String> closed, RunContext run)
            throws InterruptedException {
        var record = stored.record();
        var queued = requireNonNull(record.waiting());
        var hold = record.hold();
        if (hold != null && record.holds(queued)) {
            return new Result.Rolls(queued.id(), Driven.waits(0, List.of(Blockers.held(hold))));
        }
        if (endedIn(run, record)) {
            return new Result.Rolls(queued.id(), Driven.nothing());
        }
        try {
            var held = starting.begin(stored, source, run);
            return new Result.Rolls(
                    queued.id(),
                    held.isPresent() ? held.get() : driver.drive(source.id(), run, closed, false));
        } catch (AwacsUnavailable e) {
            // It is stored, so it rolls when awacs is back.
            log.warn("{}: {}", source.id(), e.getMessage());
            return new Result.Rolls(queued.id(), Driven.stopped(0, String.valueOf(e.getMessage())));
        }
    }

    /**
     * What waits for a namespace that the newest revision no longer has, or has in a form that must
     * not be delivered, is dropped; unless somebody asked for a revision that this one does not
     * contain.
     */
    void dropUnlisted(Stored stored, Revision revision) {
        if (!asksForMore(stored.record(), revision)) {
            drop(stored);
        }
    }

    /**
     * That it is dropped is stored first, and final: nobody takes it up again while it is filed.
     */
    private void drop(Stored stored) {
        var waiting = stored.record().waiting();
        if (waiting == null) {
            settled(stored);
            return;
        }
        var dropped =
                waiting.with(new Ended(RolloutState.SUPERSEDED, time.now(), null, List.of(), null));
        records.replace(stored, stored.record().withQueued(dropped)).ifPresent(this::settled);
    }

    /**
     * One that was dropped is filed, then forgotten.
     *
     * @return empty: somebody changed the record meanwhile
     */
    private Optional<Stored> settled(Stored stored) {
        var queued = stored.record().queued();
        if (queued == null || stored.record().waiting() != null) {
            return Optional.of(stored);
        }
        records.file(queued);
        return records.replace(stored, stored.record().withQueued(null));
    }

    /** What waits is dropped if it would bring nothing new (SPEC D10). */
    private Result unchanged(Stored stored, Revision revision, Cause cause) {
        var waiting = stored.record().waiting();
        if (waiting != null
                && (cause.deployment() == null
                        || repository.contains(revision, waiting.revision()))) {
            drop(stored);
        }
        if (cause.byPerson() && stored.record().hold() != null && descends(stored, revision)) {
            records.find(stored.record().id())
                    .ifPresent(it -> records.replace(it, it.record().withHold(null)));
        }
        return same(stored.record(), cause);
    }

    private boolean descends(Stored stored, Revision revision) {
        var newest = stored.record().newest();
        return newest != null
                && !newest.revision().equals(revision)
                && repository.contains(revision, newest.revision());
    }

    private static Result same(NamespaceRecord record, Cause cause) {
        var current = record.current();
        return current != null
                        && cause.deployment() != null
                        && cause.deployment().equals(current.deployment())
                ? new Result.Rolls(current.id(), Driven.nothing())
                : new Result.Unchanged();
    }

    private static Cause asker(Rollout waiting) {
        return new Cause(
                waiting.requestedBy(),
                waiting.reason(),
                waiting.deployment(),
                waiting.manner(),
                false);
    }

    /** Only one waits: the one that does takes the newer revision. */
    private Optional<Stored> queue(
            Stored stored, SourceNamespace source, Revision revision, Cause cause) {
        var record = stored.record();
        var waiting = record.waiting();
        if (waiting != null
                && waiting.digest().equals(source.digest())
                && (cause.deployment() == null
                        || (waiting.revision().equals(revision)
                                && waiting.manner() == cause.manner()
                                && !(cause.byPerson() && record.hold() != null)))) {
            return Optional.of(stored);
        }
        var newest = record.newest();
        var asker = waiting != null && cause.deployment() == null ? asker(waiting) : cause;
        var next =
                new Rollout(
                        waiting == null ? ids.rollout() : waiting.id(),
                        record.id(),
                        revision,
                        newest == null ? null : newest.revision(),
                        source.digest(),
                        waiting == null ? time.now() : waiting.createdAt(),
                        asker.requestedBy(),
                        asker.reason(),
                        asker.deployment(),
                        asker.manner(),
                        waiting == null ? Queued.free() : waiting.progress());
        return records.replace(
                stored, record.withQueued(next).withHold(hold(record, revision, cause)));
    }

    /** A revision that does not descend holds; a newer one that a person deploys ends it. */
    private @Nullable Hold hold(NamespaceRecord record, Revision revision, Cause cause) {
        if (cause.manner().anyRevision()) {
            var left = notDescending(record, revision);
            return left.isEmpty()
                    ? record.hold()
                    : new Hold(
                            "revision %s was deployed in place of %s: %s"
                                    .formatted(revision, left.get(), cause.reason()),
                            cause.requestedBy(),
                            time.now());
        }
        return cause.byPerson() ? null : record.hold();
    }
}
