package dev.balancerdeployer.delivery.git;

import dev.balancerdeployer.delivery.ConfigCommits;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.ObjectPath;
import dev.balancerdeployer.delivery.Revision;
import dev.balancerdeployer.delivery.SourceListing;
import dev.balancerdeployer.delivery.SourceProblem;
import dev.balancerdeployer.delivery.SourceUnavailable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/**
 * Commits into the mirror of a git remote, and pushes them (SPEC D13, D14). Nothing in the mirror
 * refers to a commit until a fetch brings the branch that leads to it.
 */
final class GitConfigCommits implements ConfigCommits {

    private static final String US = "balancer-deployer";

    private final GitSource source;
    private final RemotePush remote;
    private final PulledHistory history;
    private final Clock clock;

    GitConfigCommits(GitSource source, Clock clock) {
        this.source = source;
        this.clock = clock;
        remote = new RemotePush(source.access());
        history = new PulledHistory(source.settings().directory());
    }

    @Override
    public Map<NamespaceId, Map<ObjectPath, Claimed>> pulled(Revision head) {
        return source.mirror().read(it -> history.of(it, head));
    }

    @Override
    public Written write(Revision onto, NamespaceId namespace, List<Wanted> wanted) {
        return source.mirror()
                .read(it -> {
                    try (var objects = new NewObjects(it);
                            var reader = it.newObjectReader()) {
                        return write(it, reader, objects, new Place(onto, namespace), wanted);
                    }
                });
    }

    @Override
    public boolean push(String branch, @Nullable Revision expected, Revision tip) {
        if (!Repository.isValidRefName(Constants.R_HEADS + branch)) {
            throw new IllegalArgumentException(
                    "branch: '%s' (expected: the name of a branch)".formatted(branch));
        }
        var deadline = new Deadline(source.nanos(), source.settings().fetchTimeout());
        return source.transfers()
                .run(
                        Transfer.PUSH,
                        deadline,
                        () ->
                                source.mirror()
                                        .send(it ->
                                                remote.from(it, branch, expected, tip, deadline)),
                        () -> {});
    }

    // ---- writing

    /** Where the commits go. */
    private record Place(Revision onto, NamespaceId namespace) {}

    /** One commit to be made, and what the namespace's directory is then. */
    private record Step(Wanted wanted, ObjectId tree) {}

    private Written write(
            Repository mirror,
            ObjectReader reader,
            NewObjects objects,
            Place place,
            List<Wanted> wanted)
            throws IOException {
        var directories = source.trees().directories(reader, place.onto());
        var tree = directories.trees().get(place.namespace());
        if (tree == null) {
            return refused(directories, place.namespace());
        }
        var edit = new TreeEdit(reader, objects);
        var steps = new ArrayList<Step>();
        for (var each : wanted) {
            var next = edit.apply(tree, each.changes());
            if (!next.equals(tree)) {
                steps.add(new Step(each, next));
            }
            tree = next;
        }
        objects.flush();
        if (!edit.problems().isEmpty()) {
            return new Refused(edit.problems());
        }
        return switch (source.inspector().inspect(reader, tree)) {
            case Verdict.Good good -> {
                var commits = commits(mirror, reader, objects, place, steps);
                yield new Made(
                        commits,
                        commits.isEmpty() ? place.onto() : commits.getLast().revision(),
                        good.digest());
            }
            case Verdict.Bad bad -> {
                if (bad.damaged()) {
                    source.mirror().suspect();
                    throw new SourceUnavailable(
                            "the namespace '%s' cannot be read in the mirror of the config"
                                            .formatted(place.namespace())
                                    + " repository");
                }
                yield new Refused(bad.problems());
            }
        };
    }

    private static Refused refused(NamespaceDirectories directories, NamespaceId namespace) {
        return new Refused(
                directories.refused().stream()
                        .filter(it -> it.name().equals(namespace.value()))
                        .map(SourceListing.Refused::problems)
                        .findFirst()
                        .orElseGet(() ->
                                List.of(new SourceProblem(".", 0, "there is no such directory"))));
    }

    private List<Commit> commits(
            Repository mirror,
            ObjectReader reader,
            NewObjects objects,
            Place place,
            List<Step> steps)
            throws IOException {
        var names = new ArrayList<>(source.settings().directory());
        names.add(place.namespace().value());
        var commits = new ArrayList<Commit>();
        try (var walk = new RevWalk(mirror)) {
            var parent = SourceTrees.commit(walk, place.onto());
            var top = parent.getTree().copy();
            var tip = parent.copy();
            for (var step : steps) {
                top = grafted(reader, objects, top, names, step.tree());
                tip = objects.commit(commit(tip, top, place.namespace(), step.wanted()));
                commits.add(new Commit(step.wanted().version(), new Revision(tip.name())));
            }
        }
        objects.flush();
        return commits;
    }

    /** The same directory with another one at the end of a path that is there. */
    private static ObjectId grafted(
            ObjectReader reader,
            NewObjects objects,
            AnyObjectId top,
            List<String> path,
            ObjectId end)
            throws IOException {
        if (path.isEmpty()) {
            return end;
        }
        try {
            var items =
                    TreeItems.parse(RawTree.bytes(reader, top, SourceLimits.MAX_ROOT_TREE_BYTES));
            var name =
                    new String(
                            path.getFirst().getBytes(StandardCharsets.UTF_8),
                            StandardCharsets.ISO_8859_1);
            var item = items.directory(name).orElseThrow(() -> new IOException("no directory"));
            items.replace(
                    item, grafted(reader, objects, item.id(), path.subList(1, path.size()), end));
            return objects.tree(items.bytes());
        } catch (RawTree.Refused e) {
            throw new IOException("no directory", e);
        }
    }

    private CommitBuilder commit(
            ObjectId parent, ObjectId tree, NamespaceId namespace, Wanted wanted) {
        var commit = new CommitBuilder();
        commit.setParentId(parent);
        commit.setTreeId(tree);
        commit.setAuthor(Author.of(wanted.author(), wanted.at()));
        commit.setCommitter(
                new PersonIdent(US, US + "@localhost", clock.instant(), ZoneOffset.UTC));
        commit.setMessage(new PullMessage(namespace, wanted.version()).text(wanted.comment()));
        return commit;
    }
}
