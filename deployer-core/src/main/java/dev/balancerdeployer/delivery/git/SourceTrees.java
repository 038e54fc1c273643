package dev.balancerdeployer.delivery.git;

import dev.balancerdeployer.delivery.Revision;
import dev.balancerdeployer.delivery.SourceUnavailable;
import java.io.IOException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/** Finds the directories of the namespaces, and remembers them. Thread-safe. */
final class SourceTrees {

    private static final int REMEMBERED = 16;

    private final GitProperties settings;
    private final BoundedCache<ObjectId, NamespaceDirectories> known =
            new BoundedCache<>(REMEMBERED);

    SourceTrees(GitProperties settings) {
        this.settings = settings;
    }

    /**
     * @throws SourceUnavailable if the mirror does not have it
     */
    static RevCommit commit(RevWalk walk, Revision revision) throws IOException {
        try {
            return walk.parseCommit(ObjectId.fromString(revision.sha()));
        } catch (MissingObjectException | IncorrectObjectTypeException e) {
            throw new SourceUnavailable(
                    "the mirror of the config repository has no revision " + revision, e);
        }
    }

    NamespaceDirectories directories(ObjectReader reader, Revision revision) throws IOException {
        var id = root(reader, revision);
        var remembered = known.find(id);
        if (remembered.isPresent()) {
            return remembered.get();
        }
        var directories = NamespaceDirectories.of(read(reader, id, revision));
        known.put(id, directories);
        return directories;
    }

    /** The tree whose directories are the namespaces. */
    private ObjectId root(ObjectReader reader, Revision revision) throws IOException {
        try (var walk = new RevWalk(reader)) {
            var id = commit(walk, revision).getTree().getId().copy();
            for (var name : settings.directory()) {
                id =
                        read(reader, id, revision).entries().stream()
                                .filter(it -> it.kind() == RawTree.Kind.DIRECTORY)
                                .filter(it -> it.name().equals(name))
                                .findFirst()
                                .map(RawTree.Entry::id)
                                .orElseThrow(() -> noDirectory(revision));
            }
            return id;
        }
    }

    private SourceUnavailable noDirectory(Revision revision) {
        return new SourceUnavailable(
                "%s has no directory '%s' (deployer.git.path)"
                        .formatted(revision, settings.path()));
    }

    private static RawTree read(ObjectReader reader, AnyObjectId id, Revision revision)
            throws IOException {
        try {
            return RawTree.read(reader, id, SourceLimits.MAX_ROOT_TREE_BYTES);
        } catch (RawTree.Refused e) {
            throw new SourceUnavailable(
                    "the directory of the namespaces in %s is %s"
                            .formatted(revision, e.getMessage()),
                    e);
        }
    }
}
