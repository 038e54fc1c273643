package dev.balancerdeployer.delivery;

import static java.util.Objects.requireNonNull;

import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.coordination.RunContext;
import dev.balancerdeployer.delivery.DeliveryRecords.Stored;
import dev.balancerdeployer.delivery.NamespaceRecord.Adopted;
import dev.balancerdeployer.delivery.RolloutProgress.Ended;
import dev.balancerdeployer.delivery.RolloutProgress.Queued;
import dev.balancerdeployer.delivery.RolloutProgress.UnderWay;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a queued rollout start: awacs is compared with what it last had in common with Git, then
 * the plan is frozen (SPEC D7, D9).
 */
final class Starting {

    private static final Logger log = LoggerFactory.getLogger(Starting.class);

    private final DeliveryRecords records;
    private final Claim claim;
    private final Awacs awacs;
    private final Contents contents;
    private final ConfigCommits commits;
    private final DatabaseTime time;
    private final DeliveryPolicy policy;
    private final Succession succession;

    Starting(
            DeliveryRecords records,
            Awacs awacs,
            ConfigRepository repository,
            ConfigCommits commits,
            DatabaseTime time,
            DeliveryPolicy policy) {
        this.records = records;
        this.claim = new Claim(records, awacs);
        this.awacs = awacs;
        this.contents = new Contents(awacs, repository);
        this.commits = commits;
        this.time = time;
        this.policy = policy;
        this.succession = new Succession(policy);
    }

    /**
     * The first meeting of a namespace: content that awacs holds already is taken over without a
     * rollout.
     *
     * @return the record after that; empty: the contents differ, or awacs lacks a location
     */
    Optional<Stored> adopt(
            Stored stored, SourceNamespace source, Revision revision, RunContext run) {
        var known = awacs.find(source.id());
        if (known.isEmpty()
                || !known.get().balancers().stream()
                        .map(Balancer::location)
                        .toList()
                        .containsAll(source.locations())
                || !Contents.of(known.get())
                        .equals(Contents.of(contents.texts(revision, source.id())))) {
            return Optional.empty();
        }
        var version = known.get().version();
        var adopted = new Adopted(revision, source.digest(), source.locations(), version);
        var next =
                claim.take(stored, run.fence())
                        .filter(_ -> awacs.find(source.id()).equals(known))
                        .flatMap(it -> records.replace(it, it.record().withAdopted(adopted)));
        next.ifPresent(_ ->
                log.info(
                        "{}: awacs holds revision {} already, as version {}",
                        source.id(),
                        revision,
                        version));
        return next;
    }

    /**
     * What came from awacs to Git is not delivered again (SPEC D14): where awacs holds all that the
     * revision does, and a pull is what is new in it, it counts as delivered.
     *
     * @return the record after that; empty: there is something to deliver
     */
    Optional<Stored> recognise(
            Stored stored, SourceNamespace source, Revision revision, RunContext run) {
        var newest = stored.record().newest();
        if (newest == null || !contents.repository().contains(revision, newest.revision())) {
            return Optional.empty();
        }
        var ours = Contents.of(contents.texts(revision, source.id()));
        var known = awacs.find(source.id());
        if (known.isEmpty()
                || !Contents.of(known.get()).equals(ours)
                || !cameFromAwacs(stored.record(), revision, ours)) {
            return Optional.empty();
        }
        var version = known.get().version();
        var same = new Adopted(revision, source.digest(), newest.locations(), version);
        return claim.take(stored, run.fence())
                .filter(_ -> awacs.find(source.id()).map(Contents::of).equals(Optional.of(ours)))
                .flatMap(it -> records.replace(it, recognised(it.record(), same)));
    }

    /** By the books, or, if a puller died before it wrote them, by what the branch says. */
    private boolean cameFromAwacs(
            NamespaceRecord record, Revision revision, SortedMap<ObjectPath, ObjectDigest> git) {
        var base = record.base();
        return record.pulls().objects().stream()
                        .anyMatch(it -> !Objects.equals(git.get(it.path()), it.before()))
                || (base != null
                        && commits
                                .pulled(revision)
                                .getOrDefault(record.id(), Map.of())
                                .entrySet()
                                .stream()
                                .anyMatch(it ->
                                        it.getValue().version() > base.versionOf(it.getKey())));
    }

    /** All that was pulled is in it. */
    private static NamespaceRecord recognised(NamespaceRecord record, Adopted same) {
        return record.with(record.pulls().without(_ -> true).withNewest(same))
                .withBase(Base.all(same.version()));
    }

    /**
     * Starts the queued rollout, or records what in awacs keeps it from starting. One under way is
     * superseded if it may be: that is stored, once and for all, in the write that starts this one
     * (SPEC D10).
     *
     * @return what was decided; empty: it started
     */
    Optional<Driven> begin(Stored stored, SourceNamespace source, RunContext run) {
        var claimed = claim.take(stored, run.fence());
        if (claimed.isEmpty()) {
            return Optional.of(Driven.stopped(0, "a newer run has the namespace"));
        }
        var record = claimed.get().record();
        var queued = requireNonNull(record.waiting());
        var known = awacs.find(record.id()).orElse(null);
        var running = record.underWay();
        if (running != null
                && !isOverruled(record, running, known)
                && !succession.givesWay(running, queued, source, known)) {
            return Optional.of(Driven.nothing());
        }
        var now = time.now();
        var stands = known == null ? null : new Standing(contents, record, queued, known);
        var standing = stands == null ? Queued.free() : stands.judged(now);
        var kept = stands == null ? List.<Kept>of() : stands.kept();
        var blockers = Blockers.ofStanding(standing);
        if (!blockers.isEmpty()) {
            var held = record.withQueued(queued.with(standing));
            if (!held.equals(record)) {
                records.replace(claimed.get(), held);
                log.warn("{}: {}", record.id(), blockers.getFirst().reason());
            }
            return Optional.of(Driven.waits(0, blockers));
        }
        var begun = begun(record, queued, plan(queued, source, known, kept), known, now);
        if (records.replace(claimed.get(), begun).isEmpty()) {
            return Optional.of(Driven.stopped(0, "somebody changed its record meanwhile"));
        }
        log.info(
                "{}: rollout {} of revision {} starts{}",
                record.id(),
                queued.id(),
                queued.revision(),
                running == null ? "" : " and supersedes " + requireNonNull(record.current()).id());
        return Optional.empty();
    }

    /** A person took Git's side: it is written by a rollout with fresh pauses (SPEC D13). */
    private boolean isOverruled(
            NamespaceRecord record, UnderWay running, @Nullable AwacsNamespace known) {
        return running.open() == null
                && known != null
                && new Decisions(contents, record, known).forGit();
    }

    private NamespaceRecord begun(
            NamespaceRecord record,
            Rollout queued,
            UnderWay plan,
            @Nullable AwacsNamespace known,
            Instant now) {
        var git = Contents.of(contents.texts(queued.revision(), record.id()));
        // what the revision has seen need not be remembered
        var left = record.pulls().without(it -> !contents.predates(queued.revision(), git, it));
        var next = record.begun(queued.with(plan), left);
        var before = record.current();
        if (before != null) {
            switch (before.progress()) {
                case Ended _ -> records.file(before);
                case UnderWay it ->
                        next =
                                next.supersededBy(
                                        before.with(
                                                new Ended(
                                                        RolloutState.SUPERSEDED,
                                                        now,
                                                        it.plan(),
                                                        it.stages(),
                                                        it.configVersion())));
                case Queued _ -> throw new IllegalStateException("current but queued: " + before);
            }
        }
        return known == null
                ? next
                : next.withBase(
                        contents.moved(
                                record.id(),
                                record.base(),
                                known.version(),
                                Contents.of(known),
                                git));
    }

    private UnderWay plan(
            Rollout queued,
            SourceNamespace source,
            @Nullable AwacsNamespace known,
            List<Kept> kept) {
        var forced = queued.manner() == Manner.FORCED;
        var stages = new ArrayList<Stage>();
        source.locations()
                .forEach(it ->
                        stages.add(
                                forced || stages.isEmpty()
                                        ? Stage.free(it, false)
                                        : Stage.held(it, false)));
        if (known != null) {
            known.balancers().stream()
                    .map(Balancer::location)
                    .filter(it -> !source.locations().contains(it))
                    .forEach(
                            it -> stages.add(forced ? Stage.free(it, true) : Stage.held(it, true)));
        }
        var plan =
                new RolloutPlan(
                        bake(source),
                        policy.grace(),
                        source.locations(),
                        known == null ? null : known.version(),
                        kept);
        return new UnderWay(plan, stages, null, 0, null, null);
    }

    private Duration bake(SourceNamespace source) {
        var own = source.bake();
        return own == null ? policy.bake() : own;
    }
}
