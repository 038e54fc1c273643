package dev.balancerdeployer.delivery;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.coordination.JobName;
import dev.balancerdeployer.coordination.Jobs;
import dev.balancerdeployer.coordination.Run;
import dev.balancerdeployer.delivery.NamespaceRecord.Adopted;
import dev.balancerdeployer.delivery.RolloutProgress.Queued;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Takes people's decisions about objects that were changed in awacs (SPEC D13). Thread-safe.
 *
 * <p>{@code git}: a rollout writes Git's text, with fresh pauses on every location but the first;
 * one under way is superseded by it. {@code awacs}: a rollout under way goes on with awacs' text,
 * baked afresh; one that waits does so until the puller has committed it.
 */
public final class Resolving {

    private final DeliveryRecords records;
    private final Contents contents;
    private final Jobs jobs;
    private final DatabaseTime time;
    private final Ids ids;

    Resolving(DeliveryRecords records, Contents contents, Jobs jobs, DatabaseTime time, Ids ids) {
        this.records = records;
        this.contents = contents;
        this.jobs = jobs;
        this.time = time;
        this.ids = ids;
    }

    /** What became of it. */
    public enum Resolved {
        DONE,
        /** Nobody changed that object in awacs, or it is decided already. */
        NOTHING_TO_RESOLVE,
        UNKNOWN_NAMESPACE
    }

    /**
     * Decides about one object, as it is in awacs now, and asks for the run that acts on it.
     *
     * @throws AwacsUnavailable if awacs cannot be asked
     * @throws SourceUnavailable if Git's content is needed and cannot be read
     */
    public Resolved resolve(NamespaceId namespace, ObjectPath object, Take take, Actor by) {
        while (true) {
            var stored = records.find(namespace);
            if (stored.isEmpty()) {
                return Resolved.UNKNOWN_NAMESPACE;
            }
            var record = stored.get().record();
            var known = contents.awacs().find(namespace);
            if (known.isEmpty() || !isOpen(record, known.get(), object)) {
                return Resolved.NOTHING_TO_RESOLVE;
            }
            file(record);
            var next = decided(record, new Resolution(object, take, known.get().version()), by);
            if (records.replace(stored.get(), next).isPresent()) {
                var job = take == Take.GIT ? JobName.DEPLOYER : JobName.PULLER;
                var why = "%s of %s: take %s".formatted(object, namespace, take);
                jobs.request(job, Run.Trigger.REQUEST, by, why);
                return Resolved.DONE;
            }
        }
    }

    /** What was dropped and not filed yet may give its place away. */
    private void file(NamespaceRecord record) {
        var queued = record.queued();
        if (queued != null && record.waiting() == null) {
            records.file(queued);
        }
    }

    /** In conflict, or changed in awacs alone, and nobody has taken Git's side yet. */
    private boolean isOpen(NamespaceRecord record, AwacsNamespace known, ObjectPath object) {
        if (OpenConflict.of(record).stream().anyMatch(it -> it.object().equals(object))) {
            return true;
        }
        var base = record.base();
        return base != null
                && new Decisions(contents, record, known).about(object) == null
                && !Objects.equals(
                        contents.of(record.id(), base).get(object), Contents.of(known).get(object));
    }

    private NamespaceRecord decided(NamespaceRecord record, Resolution decision, Actor by) {
        var object = decision.path();
        var pulled = record.pulls().conflict();
        var next = record.with(record.pulls().with(decision).withConflict(without(pulled, object)));
        var disputed = record.disputed().contains(object);
        if (disputed) {
            next = next.undisputed(object);
            if (decision.take() == Take.AWACS) {
                next = next.keeping(new Kept(object, decision.version()));
            }
        }
        var waiting = next.waiting();
        if (waiting != null) {
            next = next.withQueued(waiting.with(judgedAnew(waiting, object)));
        }
        return decision.take() == Take.GIT
                ? written(next, disputed ? null : pulled, object, by)
                : next;
    }

    /** Whatever is left of its conflict, or drift, the next run sees. */
    private static Queued judgedAnew(Rollout waiting, ObjectPath object) {
        var conflict = waiting.conflict();
        return new Queued(conflict == null ? null : conflict.without(object), null);
    }

    private static @Nullable GitConflict without(
            @Nullable GitConflict conflict, ObjectPath object) {
        var left = conflict == null ? null : conflict.found().without(object);
        return conflict == null || left == null ? null : new GitConflict(left, conflict.revision());
    }

    /**
     * Sees to it that a rollout writes Git's text.
     *
     * @param pulled what the puller found; null also if a rollout under way is in conflict about
     *     the object, which is to be superseded
     */
    private NamespaceRecord written(
            NamespaceRecord record, @Nullable GitConflict pulled, ObjectPath object, Actor by) {
        var waiting = record.waiting();
        var reason = "Git's text of %s is taken".formatted(object);
        if (waiting != null && !record.holds(waiting)) {
            return record; // it does that
        }
        if (pulled != null && pulled.found().objects().contains(object) && waiting == null) {
            return record.withQueued(
                    rollout(record, ofBranch(record, pulled.revision()), Manner.USUAL, by, reason));
        }
        var newest = record.newest();
        return newest == null
                ? record
                : record.withQueued(rollout(record, newest, Manner.RESOLVED, by, reason));
    }

    /** What the delivered branch brings beside it is not delivered otherwise than usual. */
    private Adopted ofBranch(NamespaceRecord record, Revision revision) {
        var repository = contents.repository();
        return repository.list(revision).namespaces().stream()
                .filter(it -> it.id().equals(record.id()))
                .findFirst()
                .map(it -> new Adopted(revision, it.digest(), it.locations(), 1))
                .orElseThrow(() ->
                        new SourceUnavailable(
                                "%s is not well-formed in %s".formatted(record.id(), revision)));
    }

    private Rollout rollout(
            NamespaceRecord record, Adopted content, Manner manner, Actor by, String reason) {
        var newest = record.newest();
        var waiting = record.waiting(); // held: this one goes before it, in its place
        return new Rollout(
                waiting == null ? ids.rollout() : waiting.id(),
                record.id(),
                content.revision(),
                newest == null ? null : newest.revision(),
                content.digest(),
                time.now(),
                by.name(),
                reason,
                null,
                manner,
                Queued.free());
    }
}
