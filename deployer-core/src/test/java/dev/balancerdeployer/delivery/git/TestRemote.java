package dev.balancerdeployer.delivery.git;

import dev.balancerdeployer.delivery.NamespaceSource;
import dev.balancerdeployer.delivery.Revision;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;

/** A bare repository that people push to, also what git itself would not let them. */
final class TestRemote implements AutoCloseable {

    static final int FILE = 0100644;
    static final int EXECUTABLE = 0100755;
    static final int DIRECTORY = 040000;
    static final int SYMLINK = 0120000;
    static final int SUBMODULE = 0160000;

    private final Repository repository;
    private final Map<String, SortedMap<String, String>> branches = new HashMap<>();
    private int commits;
    private String message = "";

    /**
     * One entry of a hand-made tree.
     *
     * @param name a character for each byte
     */
    record Entry(int mode, String name, ObjectId id) {

        static Entry of(int mode, String name, ObjectId id) {
            return of(mode, name.getBytes(StandardCharsets.UTF_8), id);
        }

        static Entry of(int mode, byte[] name, ObjectId id) {
            return new Entry(mode, new String(name, StandardCharsets.ISO_8859_1), id);
        }
    }

    TestRemote(Path directory) {
        OwnSystemReader.install();
        try {
            repository =
                    new FileRepositoryBuilder().setGitDir(directory.toFile()).setBare().build();
            repository.create(true);
            repository.updateRef(Constants.HEAD).link("refs/heads/main");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Repository repository() {
        return repository;
    }

    /** Adds or replaces one namespace on a branch; a new one starts at main's head. */
    Revision commit(String branch, NamespaceSource namespace) {
        var files = files(branch);
        files.keySet().removeIf(it -> it.startsWith(namespace.name() + "/"));
        namespace.objects().forEach((path, text) -> files.put(namespace.name() + "/" + path, text));
        files.put(namespace.name() + "/namespace.yaml", namespace.yaml());
        return push(branch, files);
    }

    /** Adds or replaces files on main. */
    Revision write(Map<String, String> changed) {
        var files = files("main");
        files.putAll(changed);
        return push("main", files);
    }

    /** Deletes all files of main below a directory. */
    Revision remove(String directory) {
        var files = files("main");
        files.keySet().removeIf(it -> it.startsWith(directory + "/"));
        return push("main", files);
    }

    void reset(String branch, Revision revision) {
        moveTo(branch, ObjectId.fromString(revision.sha()));
        branches.put(branch, filesOf(revision));
    }

    /** Takes notice of what others have pushed to a branch. */
    void follow(String branch) {
        try (var walk = new RevWalk(repository);
                var files = new TreeWalk(repository)) {
            var head = repository.resolve("refs/heads/" + branch);
            if (head == null) {
                branches.remove(branch);
                return;
            }
            files.addTree(walk.parseCommit(head).getTree());
            files.setRecursive(true);
            var found = new TreeMap<String, String>();
            while (files.next()) {
                var bytes = repository.open(files.getObjectId(0)).getBytes();
                found.put(files.getPathString(), new String(bytes, StandardCharsets.UTF_8));
            }
            branches.put(branch, found);
            history.put(new Revision(head.name()), found);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where a branch is. */
    Revision head(String branch) {
        try {
            var ref = repository.exactRef("refs/heads/" + branch);
            if (ref == null || ref.getObjectId() == null) {
                throw new IllegalStateException("no branch " + branch);
            }
            return new Revision(ref.getObjectId().name());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void deleteBranch(String branch) {
        try {
            var update = repository.updateRef("refs/heads/" + branch);
            update.setForceUpdate(true);
            update.delete();
            branches.remove(branch);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- by hand

    ObjectId blob(String text) {
        return blob(text.getBytes(StandardCharsets.UTF_8));
    }

    ObjectId blob(byte[] bytes) {
        return insert(Constants.OBJ_BLOB, bytes);
    }

    ObjectId tree(Entry... entries) {
        return tree(List.of(entries));
    }

    /** In the given order, whatever the names. */
    ObjectId tree(List<Entry> entries) {
        var bytes = new ByteArrayOutputStream();
        for (var entry : entries) {
            bytes.writeBytes(
                    (Integer.toOctalString(entry.mode()) + " ")
                            .getBytes(StandardCharsets.US_ASCII));
            bytes.writeBytes(entry.name().getBytes(StandardCharsets.ISO_8859_1));
            bytes.write(0);
            var id = new byte[Constants.OBJECT_ID_LENGTH];
            entry.id().copyRawTo(id, 0);
            bytes.writeBytes(id);
        }
        return insert(Constants.OBJ_TREE, bytes.toByteArray());
    }

    ObjectId insert(int type, byte[] bytes) {
        try (var inserter = repository.newObjectInserter()) {
            var id = inserter.insert(type, bytes);
            inserter.flush();
            return id;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@link #commit}, with a message. */
    Revision commit(String branch, NamespaceSource namespace, String words) {
        message = words;
        try {
            return commit(branch, namespace);
        } finally {
            message = "";
        }
    }

    /** As {@link #push(String, ObjectId)}, with a message. */
    Revision push(String branch, ObjectId tree, String words) {
        message = words;
        try {
            return push(branch, tree);
        } finally {
            message = "";
        }
    }

    /** A commit of a tree on a branch. */
    Revision push(String branch, ObjectId tree) {
        try (var inserter = repository.newObjectInserter()) {
            var commit = new CommitBuilder();
            commit.setTreeId(tree);
            var parent = repository.resolve("refs/heads/" + branch);
            if (parent == null) {
                parent = repository.resolve("refs/heads/main");
            }
            if (parent != null) {
                commit.setParentId(parent);
            }
            var at = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(commits++);
            var author = new PersonIdent("alice", "alice@example.com", at, ZoneOffset.UTC);
            commit.setAuthor(author);
            commit.setCommitter(author);
            commit.setMessage(message.isEmpty() ? "change " + commits : message);
            var id = inserter.insert(commit);
            inserter.flush();
            moveTo(branch, id);
            return new Revision(id.name());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A branch then descends from another one's head too, whose tree it takes. */
    Revision merge(String branch, String other, String words) {
        try (var inserter = repository.newObjectInserter();
                var walk = new RevWalk(repository)) {
            var first = walk.parseCommit(ObjectId.fromString(head(branch).sha()));
            var second = walk.parseCommit(ObjectId.fromString(head(other).sha()));
            var commit = new CommitBuilder();
            commit.setTreeId(second.getTree());
            commit.setParentIds(first, second);
            var author = first.getAuthorIdent();
            commit.setAuthor(author);
            commit.setCommitter(author);
            commit.setMessage(words);
            var id = inserter.insert(commit);
            inserter.flush();
            moveTo(branch, id);
            return new Revision(id.name());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets a branch name any object. */
    void point(String branch, ObjectId id) {
        try {
            Files.writeString(
                    repository.getDirectory().toPath().resolve("refs/heads").resolve(branch),
                    id.name() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        repository.close();
    }

    private SortedMap<String, String> files(String branch) {
        var own = branches.get(branch);
        return new TreeMap<>(own == null ? branches.getOrDefault("main", new TreeMap<>()) : own);
    }

    private final Map<Revision, SortedMap<String, String>> history = new HashMap<>();

    private SortedMap<String, String> filesOf(Revision revision) {
        return history.getOrDefault(revision, new TreeMap<>());
    }

    private Revision push(String branch, SortedMap<String, String> files) {
        branches.put(branch, files);
        var revision = push(branch, write(files));
        history.put(revision, files);
        return revision;
    }

    private ObjectId write(SortedMap<String, String> files) {
        try (var inserter = repository.newObjectInserter()) {
            var index = DirCache.newInCore();
            var builder = index.builder();
            for (var file : files.entrySet()) {
                var entry = new DirCacheEntry(file.getKey());
                entry.setFileMode(FileMode.REGULAR_FILE);
                entry.setObjectId(
                        inserter.insert(
                                Constants.OBJ_BLOB,
                                file.getValue().getBytes(StandardCharsets.UTF_8)));
                builder.add(entry);
            }
            builder.finish();
            var tree = index.writeTree(inserter);
            inserter.flush();
            return tree;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void moveTo(String branch, ObjectId commit) {
        try (var walk = new RevWalk(repository)) {
            var update = repository.updateRef("refs/heads/" + branch);
            update.setNewObjectId(walk.parseCommit(commit));
            update.forceUpdate();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
