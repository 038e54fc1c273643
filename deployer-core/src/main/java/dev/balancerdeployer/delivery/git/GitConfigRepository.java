package dev.balancerdeployer.delivery.git;

import dev.balancerdeployer.delivery.ConfigRepository;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.ObjectPath;
import dev.balancerdeployer.delivery.Revision;
import dev.balancerdeployer.delivery.SourceListing;
import dev.balancerdeployer.delivery.SourceListing.Refused;
import dev.balancerdeployer.delivery.SourceNamespace;
import dev.balancerdeployer.delivery.SourceUnavailable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.AbbreviatedObjectId;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * The config repository as a mirror of a git remote (SPEC D1, D2). Does nothing before it is asked.
 */
final class GitConfigRepository implements ConfigRepository, AutoCloseable {

    private static final Pattern FULL = Pattern.compile("[0-9a-fA-F]{40}");
    private static final Pattern ABBREVIATED = Pattern.compile("[0-9a-fA-F]{7,39}");
    private static final int REMEMBERED_ANCESTRIES = 20_000;

    private final GitSource source;
    private final Mirror mirror;
    private final BoundedCache<Descent, Boolean> ancestries =
            new BoundedCache<>(REMEMBERED_ANCESTRIES);

    private record Descent(Revision revision, Revision ancestor) {}

    GitConfigRepository(GitSource source) {
        this.source = source;
        mirror = source.mirror();
    }

    @Override
    public Revision fetch() {
        var settings = source.settings();
        var limit = mirror.exists() ? settings.fetchTimeout() : settings.cloneTimeout();
        var deadline = new Deadline(source.nanos(), limit);
        return source.transfers()
                .run(Transfer.FETCH, deadline, () -> mirror.update(deadline), mirror::tidy);
    }

    @Override
    public List<String> deliveredBranch() {
        var configured = source.settings().branch();
        if (configured != null) {
            return List.of(configured);
        }
        return RemoteFetch.USUAL.stream()
                .filter(this::isMirrored)
                .findFirst()
                .map(List::of)
                .orElse(RemoteFetch.USUAL);
    }

    private boolean isMirrored(String branch) {
        try {
            return mirror.read(it -> it.exactRef(Constants.R_HEADS + branch) != null);
        } catch (SourceUnavailable _) {
            return false;
        }
    }

    @Override
    public Optional<Revision> resolve(String name) {
        return mirror.read(it -> {
            if (FULL.matcher(name).matches()) {
                return commit(it, ObjectId.fromString(name.toLowerCase(Locale.ROOT)));
            }
            var branch = branch(it, name);
            return branch.isPresent() ? branch : abbreviated(it, name);
        });
    }

    @Override
    public boolean contains(Revision revision, Revision ancestor) {
        var descent = new Descent(revision, ancestor);
        return ancestries.find(descent).orElseGet(() -> mirror.read(it -> walk(it, descent)));
    }

    @Override
    public SourceListing list(Revision revision) {
        return mirror.read(it -> {
            try (var reader = it.newObjectReader()) {
                return list(reader, revision);
            }
        });
    }

    @Override
    public SortedMap<ObjectPath, String> objects(Revision revision, NamespaceId namespace) {
        return mirror.read(
                        it -> {
                            try (var reader = it.newObjectReader()) {
                                return objects(reader, revision, namespace);
                            }
                        })
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "namespace: '%s' (expected: one that is well-formed in %s)"
                                        .formatted(namespace, revision)));
    }

    @Override
    public void close() {
        source.close();
    }

    // ---- commits

    private static Optional<Revision> branch(Repository repository, String name)
            throws IOException {
        for (var prefix : List.of(Constants.R_HEADS, RemoteFetch.DELIVERED, "")) {
            var full = prefix + name;
            var ref =
                    full.startsWith("refs/") && Repository.isValidRefName(full)
                            ? repository.exactRef(full)
                            : null;
            if (ref != null && ref.getObjectId() != null) {
                return commit(repository, ref.getObjectId());
            }
        }
        return Optional.empty();
    }

    private static Optional<Revision> abbreviated(Repository repository, String name)
            throws IOException {
        if (!ABBREVIATED.matcher(name).matches()) {
            return Optional.empty();
        }
        var wanted = AbbreviatedObjectId.fromString(name.toLowerCase(Locale.ROOT));
        var found = new ArrayList<Revision>();
        try (var reader = repository.newObjectReader()) {
            for (var id : reader.resolve(wanted)) {
                if (reader.open(id).getType() == Constants.OBJ_COMMIT) {
                    found.add(new Revision(id.name()));
                }
            }
        }
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    private static Optional<Revision> commit(Repository repository, AnyObjectId id)
            throws IOException {
        try (var walk = new RevWalk(repository)) {
            return Optional.of(new Revision(walk.parseCommit(id).name()));
        } catch (MissingObjectException | IncorrectObjectTypeException _) {
            return Optional.empty();
        }
    }

    private boolean walk(Repository repository, Descent descent) throws IOException {
        try (var walk = new RevWalk(repository)) {
            var tip = SourceTrees.commit(walk, descent.revision());
            RevCommit ancestor;
            try {
                ancestor = walk.parseCommit(ObjectId.fromString(descent.ancestor().sha()));
            } catch (MissingObjectException | IncorrectObjectTypeException _) {
                return false;
            }
            var contained = walk.isMergedInto(ancestor, tip);
            ancestries.put(descent, contained);
            return contained;
        }
    }

    // ---- directories

    private SourceListing list(ObjectReader reader, Revision revision) throws IOException {
        var directories = source.trees().directories(reader, revision);
        var namespaces = new ArrayList<SourceNamespace>();
        var refused = new ArrayList<>(directories.refused());
        directories
                .trees()
                .forEach((id, tree) -> {
                    switch (inspect(reader, tree)) {
                        case Verdict.Good good -> namespaces.add(namespace(id, good));
                        case Verdict.Bad bad ->
                                refused.add(new Refused(id.value(), bad.problems()));
                    }
                });
        refused.sort(Comparator.comparing(Refused::name));
        return new SourceListing(revision, namespaces, refused);
    }

    /** Empty if the namespace is not well-formed. */
    private Optional<SortedMap<ObjectPath, String>> objects(
            ObjectReader reader, Revision revision, NamespaceId namespace) throws IOException {
        var tree = source.trees().directories(reader, revision).trees().get(namespace);
        if (tree == null || !(inspect(reader, tree) instanceof Verdict.Good)) {
            return Optional.empty();
        }
        var texts = new TreeMap<ObjectPath, String>();
        for (var object : DirectoryWalk.of(reader, tree).objects().entrySet()) {
            switch (Blobs.read(reader, object.getValue(), SourceLimits.MAX_OBJECT_BYTES)) {
                case StrictText.Good(var text) -> texts.put(object.getKey(), text);
                case StrictText.Bad bad -> throw new IOException(bad.reason());
            }
        }
        return Optional.of(Collections.unmodifiableSortedMap(texts));
    }

    private Verdict inspect(ObjectReader reader, ObjectId tree) {
        var verdict = source.inspector().inspect(reader, tree);
        if (verdict instanceof Verdict.Bad bad && bad.damaged()) {
            mirror.suspect();
        }
        return verdict;
    }

    private static SourceNamespace namespace(NamespaceId id, Verdict.Good good) {
        var file = good.file();
        return new SourceNamespace(
                id, good.digest(), file.owners(), file.locations(), file.bake(), file.onNewer());
    }
}
