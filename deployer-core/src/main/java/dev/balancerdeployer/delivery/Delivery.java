package dev.balancerdeployer.delivery;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.coordination.RunContext;
import dev.balancerdeployer.delivery.DeliveryRecords.Stored;
import dev.balancerdeployer.delivery.RolloutProgress.Ended;
import dev.balancerdeployer.delivery.RolloutProgress.Queued;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings one namespace of one revision on its way: unchanged, adopted, queued or started (SPEC D7,
 * D10).
 */
final class Delivery {

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

    /**
     * Why somebody wants it.
     *
     * @param deployment null: a scheduled run found it
     */
    record Cause(String requestedBy, String reason, @Nullable DeploymentId deployment) {

        static Cause scheduled() {
            return new Cause(Actor.SELF, "found in Git", null);
        }

        static Cause of(Deployment deployment) {
            return new Cause(
                    deployment.requestedBy(), deployment.wanted().reason(), deployment.id());
        }
    }

    /** What became of a namespace. */
    sealed interface Result {

        /** Its content is delivered or on its way already. */
        record Unchanged() implements Result {}

        /** It started, or waits as that rollout. */
        record Rolls(RolloutId rollout, Driven driven) implements Result {}

        /** The revision does not descend from the delivered one (SPEC D6). */
        record NotDescending(Revision delivered) implements Result {}

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
        var stored = before;
        var record = stored.record();
        if (record.newest() == null) {
            var adopted = starting.adopt(stored, source, revision, run);
            if (adopted.isPresent()) {
                return new Result.Unchanged();
            }
            // Taking the fence may have moved the record.
            stored = records.find(record.id()).orElse(stored);
            record = stored.record();
        }
        if (asksForMore(record, revision)) {
            return startQueued(stored, closed, run);
        }
        if (!differs(record, source)) {
            return unchanged(stored, cause);
        }
        var delivered = notDescending(record, revision);
        if (delivered.isPresent()) {
            return new Result.NotDescending(delivered.get());
        }
        var queued = queue(stored, source, revision, cause);
        if (queued.isEmpty()) {
            return new Result.Overtaken();
        }
        return start(queued.get(), source, closed, run);
    }

    /** A waiting rollout that somebody asked for and that this revision does not contain stays. */
    private boolean asksForMore(NamespaceRecord record, Revision revision) {
        var queued = record.queued();
        return queued != null && !repository.contains(revision, queued.revision());
    }

    private Result startQueued(Stored stored, Set<String> closed, RunContext run)
            throws InterruptedException {
        var queued = stored.record().queued();
        if (queued == null) {
            return new Result.Unchanged();
        }
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
        var queued = stored.record().queued();
        if (queued == null) {
            return new Result.Overtaken();
        }
        if (stored.record().underWay() != null) {
            return new Result.Rolls(queued.id(), Driven.nothing());
        }
        var held = starting.begin(stored, source, run);
        return new Result.Rolls(
                queued.id(),
                held.isPresent() ? held.get() : driver.drive(source.id(), run, closed, false));
    }

    /**
     * What waits for a namespace that the newest revision no longer has, or has in a form that must
     * not be delivered, is dropped; unless somebody asked for a revision that this one does not
     * contain.
     */
    void dropUnlisted(Stored stored, Revision revision) {
        if (stored.record().queued() != null && !asksForMore(stored.record(), revision)) {
            drop(stored);
        }
    }

    private void drop(Stored stored) {
        var queued = stored.record().queued();
        if (queued != null) {
            var dropped =
                    queued.with(
                            new Ended(RolloutState.SUPERSEDED, time.now(), null, List.of(), null));
            records.file(dropped);
            records.replace(stored, stored.record().withQueued(null));
        }
    }

    /** What waits is dropped if it would bring nothing new (SPEC D10). */
    private Result unchanged(Stored stored, Cause cause) {
        var record = stored.record();
        drop(stored);
        var current = record.current();
        return current != null
                        && cause.deployment() != null
                        && cause.deployment().equals(current.deployment())
                ? new Result.Rolls(current.id(), Driven.nothing())
                : new Result.Unchanged();
    }

    private static Cause asker(Rollout waiting) {
        return new Cause(waiting.requestedBy(), waiting.reason(), waiting.deployment());
    }

    /** Only one waits: the one that does takes the newer revision. */
    private Optional<Stored> queue(
            Stored stored, SourceNamespace source, Revision revision, Cause cause) {
        var record = stored.record();
        var waiting = record.queued();
        if (waiting != null
                && waiting.digest().equals(source.digest())
                && (cause.deployment() == null || waiting.revision().equals(revision))) {
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
                        new Queued(waiting == null ? null : waiting.conflict()));
        return records.replace(stored, record.withQueued(next));
    }
}
