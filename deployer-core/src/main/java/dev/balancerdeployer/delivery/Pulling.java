package dev.balancerdeployer.delivery;

import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.coordination.RunContext;
import dev.balancerdeployer.delivery.ConfigCommits.Claimed;
import dev.balancerdeployer.delivery.ConfigCommits.Made;
import dev.balancerdeployer.delivery.ConfigCommits.Wanted;
import dev.balancerdeployer.delivery.DeliveryRecords.Stored;
import dev.balancerdeployer.delivery.NamespaceRecord.Adopted;
import dev.balancerdeployer.delivery.RolloutProgress.Queued;
import dev.balancerdeployer.delivery.RolloutProgress.UnderWay;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Judges what is to be pulled of one namespace, and keeps the books of it (SPEC D13, D14). Commits
 * and pushes are somebody else's.
 */
final class Pulling {

    /** Versions of one namespace that get a commit of their own in one run; older ones share. */
    private static final int MAX_COMMITS = 100;

    private final DeliveryRecords records;
    private final Awacs awacs;
    private final Contents contents;
    private final RolloutDriver driver;
    private final DatabaseTime time;

    Pulling(
            DeliveryRecords records,
            Awacs awacs,
            ConfigRepository repository,
            RolloutDriver driver,
            DatabaseTime time) {
        this.records = records;
        this.awacs = awacs;
        this.contents = new Contents(awacs, repository);
        this.driver = driver;
        this.time = time;
    }

    /**
     * The delivered branch, as it is known now.
     *
     * @param sources the namespaces that are well-formed there
     * @param claims what earlier pulls brought
     */
    record Head(
            Revision revision,
            Set<NamespaceId> sources,
            Map<NamespaceId, Map<ObjectPath, Claimed>> claims) {

        /** After a push of ours. */
        Head at(Revision pushed) {
            return new Head(pushed, sources, claims);
        }
    }

    /** What a look at a namespace came to. */
    sealed interface Examined {

        /** Nothing is to be committed; what was found is in the books. */
        record Settled(@Nullable GitConflict conflict) implements Examined {}

        record ToPull(Pull pull) implements Examined {}

        record Stopped(String why) implements Examined {}
    }

    /** Looks at one namespace, after what a killed run left open there is found out. */
    Examined examine(NamespaceId id, Head head, RunContext run) throws InterruptedException {
        var found = records.find(id);
        var seen = awacs.find(id);
        if (found.isEmpty() || seen.isEmpty() || isQuiet(found.get().record(), seen.get(), head)) {
            return new Examined.Settled(null);
        }
        if (!head.sources().contains(id)) {
            return new Examined.Stopped("its directory in Git is gone or not well-formed");
        }
        var settled = driver.settle(found.get(), run);
        if (settled.isEmpty()) {
            return new Examined.Stopped("a newer run has it, or its record was changed meanwhile");
        }
        var known = awacs.find(id);
        return known.isEmpty()
                ? new Examined.Settled(null)
                : judged(settled.get(), known.get(), head);
    }

    /** Git and awacs were seen equal at this very version, or have not met. */
    private boolean isQuiet(NamespaceRecord record, AwacsNamespace known, Head head) {
        var pulls = record.pulls();
        var base = record.base();
        if (base == null) {
            return pulls.resolutions().isEmpty();
        }
        return base.equals(Base.all(known.version()))
                && disputed(record).isEmpty()
                && pulls.objects().stream().allMatch(it -> it.proposed() || isIn(head, it))
                && pulls.conflict() == null
                && pulls.refused().isEmpty();
    }

    private boolean isIn(Head head, Pulled pulled) {
        return contents.repository().contains(head.revision(), pulled.commit());
    }

    private Examined judged(Stored stored, AwacsNamespace known, Head head) {
        var record = stored.record();
        var id = record.id();
        var theirs = Contents.of(known);
        var git = Contents.of(contents.texts(head.revision(), id));
        var claims = claims(record, known, head);
        var base = claims.base();
        var common = base == null ? null : contents.of(id, base);
        var lost = lost(record, git, theirs, head);
        if (common != null) {
            lost.forEach(it -> replace(common, it, git.get(it)));
        }
        var decisions = new Decisions(contents, record, known);
        var judged =
                ThreeWay.of(
                        common,
                        git,
                        theirs,
                        decisions::about,
                        disputed(record));
        var conflict = conflict(record, judged, known.version(), head.revision());
        var pull =
                new Pull(
                        stored,
                        base,
                        git,
                        theirs,
                        known.version(),
                        judged,
                        judged.pull().stream()
                                .collect(
                                        Collectors.toMap(
                                                it -> it,
                                                it ->
                                                        since(
                                                                it,
                                                                base,
                                                                lost.contains(it),
                                                                known,
                                                                theirs))),
                        conflict,
                        claims.pulled());
        if (!judged.pull().isEmpty()) {
            return new Examined.ToPull(pull);
        }
        keep(pull, List.of(), null, git, List.of());
        return new Examined.Settled(conflict);
    }

    private static TreeSet<ObjectPath> disputed(NamespaceRecord record) {
        var current = record.current();
        var conflict = current == null ? null : current.conflict();
        return conflict == null ? new TreeSet<>() : new TreeSet<>(conflict.objects());
    }

    private @Nullable GitConflict conflict(
            NamespaceRecord record, ThreeWay judged, long version, Revision head) {
        if (judged.conflict().isEmpty()) {
            return null;
        }
        var objects = List.copyOf(judged.conflict());
        var before = record.pulls().conflict();
        var since =
                before != null && before.found().objects().equals(objects)
                        ? before.found().since()
                        : time.now();
        return new GitConflict(new Conflict(objects, version, since), head);
    }

    // ---- after a crash between push and bookkeeping

    /**
     * @param base null: the two sides have not met
     * @param pulled what was not in the books
     */
    private record Claims(@Nullable Base base, List<Pulled> pulled) {}

    /** The base is the later of the stored one and what the branch's trailers prove. */
    private Claims claims(NamespaceRecord record, AwacsNamespace known, Head head) {
        var base = record.base();
        if (base == null) {
            return new Claims(null, List.of());
        }
        var stored = base;
        var pulled = new ArrayList<Pulled>();
        for (var claim : head.claims().getOrDefault(record.id(), Map.of()).entrySet()) {
            var path = claim.getKey();
            var said = claim.getValue();
            if (said.version() > stored.versionOf(path)
                    && said.version() <= known.version()
                    && holds(record.id(), path, said)) {
                base = base.with(path, said.version());
                var before = contents.at(record.id(), stored.versionOf(path)).get(path);
                pulled.add(new Pulled(path, said.commit(), before, false));
            }
        }
        return new Claims(base, pulled);
    }

    /** Anybody can write a trailer: the commit must hold what awacs held. */
    private boolean holds(NamespaceId id, ObjectPath path, Claimed said) {
        try {
            return Objects.equals(
                    Contents.of(contents.texts(said.commit(), id)).get(path),
                    contents.at(id, said.version()).get(path));
        } catch (IllegalArgumentException _) {
            return false; // the namespace is not well-formed there
        }
    }

    /**
     * Objects whose pull the branch lost, since it was pushed back: it holds again what it held
     * before, so that awacs alone has changed them.
     */
    private Set<ObjectPath> lost(
            NamespaceRecord record,
            SortedMap<ObjectPath, ObjectDigest> git,
            SortedMap<ObjectPath, ObjectDigest> theirs,
            Head head) {
        return record.pulls().objects().stream()
                .filter(it -> !it.proposed() && !isIn(head, it))
                .filter(it -> Objects.equals(git.get(it.path()), it.before()))
                .map(Pulled::path)
                .filter(it -> !Objects.equals(git.get(it), theirs.get(it)))
                .collect(Collectors.toSet());
    }

    private static <T> void replace(
            SortedMap<ObjectPath, T> all, ObjectPath path, @Nullable T value) {
        if (value == null) {
            all.remove(path);
        } else {
            all.put(path, value);
        }
    }

    /** The version after which an object's changes are to be brought to Git. */
    private long since(
            ObjectPath path,
            @Nullable Base base,
            boolean lost,
            AwacsNamespace known,
            SortedMap<ObjectPath, ObjectDigest> theirs) {
        if (base == null) {
            return known.version() - 1;
        }
        return lost ? madeIn(known.id(), path, known, theirs) - 1 : base.versionOf(path);
    }

    /** The version that brought awacs' text of an object, as far as one looks back. */
    private long madeIn(
            NamespaceId id,
            ObjectPath path,
            AwacsNamespace known,
            SortedMap<ObjectPath, ObjectDigest> theirs) {
        var version = known.version();
        while (version > Math.max(1, known.version() - MAX_COMMITS)
                && Objects.equals(contents.at(id, version - 1).get(path), theirs.get(path))) {
            version--;
        }
        return version;
    }

    // ---- the commits

    /**
     * The commits that bring it: one for each version in awacs that changed something of it (SPEC
     * D14).
     *
     * @param onto the revision that they are made on
     */
    List<Wanted> wanted(Pull pull, Revision onto) {
        var id = pull.namespace();
        var state = new TreeMap<>(contents.texts(onto, id));
        var last = pull.version();
        var first = pull.since().values().stream().mapToLong(it -> it + 1).min().orElse(last);
        var wanted = new ArrayList<Wanted>();
        for (var version = Math.max(first, last - MAX_COMMITS + 1); version <= last; version++) {
            var at = version;
            var texts = awacs.objects(id, at).orElseGet(TreeMap::new);
            var changes = new TreeMap<ObjectPath, Optional<String>>();
            pull.since().forEach((path, since) -> {
                var text = texts.get(path);
                if (at > since && !Objects.equals(state.get(path), text)) {
                    changes.put(path, Optional.ofNullable(text));
                    replace(state, path, text);
                }
            });
            if (!changes.isEmpty()) {
                awacs.version(id, at).map(it -> wanted(it, changes)).ifPresent(wanted::add);
            }
        }
        return wanted;
    }

    private static Wanted wanted(
            AwacsVersion made, SortedMap<ObjectPath, Optional<String>> changes) {
        return new Wanted(made.version(), made.author(), made.createdAt(), made.comment(), changes);
    }

    // ---- the books

    /** The delivered branch holds what was pulled. */
    void delivered(Pull pull, Made made) {
        var git = Contents.of(contents.texts(made.tip(), pull.namespace()));
        var commit = made.commits().isEmpty() ? null : made.commits().getLast().revision();
        keep(pull, pulled(pull, commit, false), made, git, List.of());
    }

    /** It waits for a review: both sides do not hold the same yet. */
    void proposed(Pull pull, Made made) {
        var commit = made.commits().isEmpty() ? null : made.commits().getLast().revision();
        keep(pull, pulled(pull, commit, true), null, pull.git(), List.of());
    }

    /** It cannot be committed. */
    void refused(Pull pull, List<SourceProblem> problems) {
        keep(pull, List.of(), null, pull.git(), problems);
    }

    private static List<Pulled> pulled(
            Pull pull, @Nullable Revision commit, boolean proposed) {
        return commit == null
                ? List.of()
                : pull.judged().pull().stream()
                        .map(it -> new Pulled(it, commit, pull.git().get(it), proposed))
                        .toList();
    }

    /** If somebody changed the record meanwhile, the branch tells the next run all the same. */
    private void keep(
            Pull pull,
            List<Pulled> pulled,
            @Nullable Made made,
            SortedMap<ObjectPath, ObjectDigest> git,
            List<SourceProblem> refused) {
        var record = pull.stored().record();
        var base = pull.base();
        var pulls =
                record.pulls()
                        .with(pull.earlier())
                        .with(pulled)
                        .withConflict(pull.conflict())
                        .withRefused(refused)
                        .without(
                                Take.AWACS,
                                it -> Objects.equals(git.get(it), pull.theirs().get(it)))
                        .withNewest(newest(pull, made, git));
        var next = record.with(pulls);
        if (base != null) {
            next =
                    next.withBase(
                            contents.moved(
                                    record.id(), base, pull.version(), pull.theirs(), git));
        }
        next = settled(next, pull);
        var waiting = next.waiting();
        if (waiting != null && (made != null || !Objects.equals(next.base(), record.base()))) {
            next = next.withQueued(waiting.with(Queued.free())); // to be judged anew
        }
        if (!next.equals(record)) {
            records.replace(pull.stored(), next);
        }
    }

    /**
     * Of what a rollout under way is in conflict about, awacs' text may have become common since:
     * the rollout goes on with it, as it is older (SPEC D10).
     */
    private NamespaceRecord settled(NamespaceRecord record, Pull pull) {
        var next = record;
        var base = record.base();
        var disputed = disputed(record);
        if (base == null || disputed.isEmpty()) {
            return record;
        }
        var common = contents.of(record.id(), base);
        for (var path : disputed) {
            var current = next.current();
            if (current != null
                    && next.underWay() instanceof UnderWay it
                    && it.conflict() != null
                    && Objects.equals(common.get(path), pull.theirs().get(path))) {
                var left =
                        it.withConflict(it.conflict().without(path))
                                .keeping(new Kept(path, pull.version()));
                next = next.withCurrent(current.with(left));
            }
        }
        return next;
    }

    /** What was pulled is not delivered again, where nothing else is to be delivered. */
    private static @Nullable Adopted newest(
            Pull pull, @Nullable Made made, SortedMap<ObjectPath, ObjectDigest> git) {
        var record = pull.stored().record();
        var before = record.newest();
        return made == null || before == null || !git.equals(pull.theirs())
                ? record.pulls().newest()
                : new Adopted(made.tip(), made.digest(), before.locations(), pull.version());
    }
}
