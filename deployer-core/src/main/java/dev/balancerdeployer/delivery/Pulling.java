package dev.balancerdeployer.delivery;

import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.coordination.RunContext;
import dev.balancerdeployer.delivery.DeliveryRecords.Stored;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Judges what is to be pulled of one namespace (SPEC D13, D14). Commits and pushes are somebody
 * else's.
 */
final class Pulling {

    private final DeliveryRecords records;
    private final Awacs awacs;
    private final Contents contents;
    private final RolloutDriver driver;
    private final PullCommits commits;
    private final PullBooks books;
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
        this.commits = new PullCommits(awacs, contents);
        this.books = new PullBooks(records, contents);
        this.driver = driver;
        this.time = time;
    }

    /** The commits that bring what is to be pulled. */
    PullCommits commits() {
        return commits;
    }

    /** Where it is kept what became of it. */
    PullBooks books() {
        return books;
    }

    /** What a look at a namespace came to. */
    sealed interface Examined {

        /** Nothing is to be committed; what was found is in the books. */
        record Settled(@Nullable GitConflict conflict) implements Examined {}

        record ToPull(Pull pull) implements Examined {}

        record Stopped(String why) implements Examined {}
    }

    /** Looks at one namespace, after what a killed run left open there is found out. */
    Examined examine(NamespaceId id, PullHead head, RunContext run) throws InterruptedException {
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
    private boolean isQuiet(NamespaceRecord record, AwacsNamespace known, PullHead head) {
        var pulls = record.pulls();
        var base = record.base();
        var branch = new BranchClaims(contents, head);
        if (base == null) {
            return pulls.resolutions().isEmpty();
        }
        return base.equals(Base.all(known.version()))
                && record.disputed().isEmpty()
                && pulls.objects().stream().allMatch(it -> it.proposed() || branch.isIn(it))
                && pulls.conflict() == null
                && pulls.refused().isEmpty();
    }

    private Examined judged(Stored stored, AwacsNamespace known, PullHead head) {
        var record = stored.record();
        var id = record.id();
        var theirs = Contents.of(known);
        var git = Contents.of(contents.texts(head.revision(), id));
        var branch = new BranchClaims(contents, head);
        var claims = branch.claims(record, known);
        var base = claims.base();
        var common = base == null ? null : contents.of(id, base);
        var lost = branch.lost(record, git, theirs);
        if (common != null) {
            lost.forEach(it -> Contents.put(common, it, git.get(it)));
        }
        var decisions = new Decisions(contents, record, known);
        var judged =
                ThreeWay.of(
                        common, git, theirs, decisions::about, new TreeSet<>(record.disputed()));
        var conflict = conflict(record, judged, known.version(), head.revision());
        var since = new TreeMap<ObjectPath, Long>();
        for (var path : judged.pull()) {
            since.put(path, commits.since(path, base, lost.contains(path), known));
        }
        var pull =
                new Pull(
                        stored,
                        base,
                        git,
                        theirs,
                        known.version(),
                        judged,
                        since,
                        conflict,
                        claims.pulled());
        if (!judged.pull().isEmpty()) {
            return new Examined.ToPull(pull);
        }
        books.judged(pull);
        return new Examined.Settled(conflict);
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
}
