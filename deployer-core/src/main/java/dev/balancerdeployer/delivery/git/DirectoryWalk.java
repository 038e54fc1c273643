package dev.balancerdeployer.delivery.git;

import dev.balancerdeployer.delivery.ContentDigest;
import dev.balancerdeployer.delivery.ObjectPath;
import dev.balancerdeployer.delivery.SourceProblem;
import dev.balancerdeployer.delivery.git.RawTree.Entry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.jspecify.annotations.Nullable;

/**
 * One walk through a namespace's directory (SPEC D2): finds its objects and everything that forbids
 * to deliver it. Looks at names and sizes only, so that neither is read what is too large nor is
 * walked what never ends. Names that differ in case only are different.
 */
final class DirectoryWalk {

    private final ObjectReader reader;
    private final SortedMap<ObjectPath, ObjectId> objects = new TreeMap<>();
    private final List<SourceProblem> problems = new ArrayList<>();
    private @Nullable ObjectId namespaceFile;
    private boolean damaged;
    private boolean stopped;
    private int files;
    private int directories;
    private long bytes;
    private long pathBytes;

    private DirectoryWalk(ObjectReader reader) {
        this.reader = reader;
    }

    static DirectoryWalk of(ObjectReader reader, ObjectId tree) {
        var walk = new DirectoryWalk(reader);
        walk.directory(tree, "", 1);
        return walk;
    }

    /** The objects that may be read: allowed names, none too large. */
    SortedMap<ObjectPath, ObjectId> objects() {
        return objects;
    }

    /** The blob that is {@code namespace.yaml}, if there is one. */
    Optional<ObjectId> namespaceFile() {
        return Optional.ofNullable(namespaceFile);
    }

    List<SourceProblem> problems() {
        return problems;
    }

    /** Whether something could not be read. */
    boolean damaged() {
        return damaged;
    }

    /** Whether the walk was given up, so that there may be more objects. */
    boolean stopped() {
        return stopped;
    }

    /** From paths and object ids: equal if and only if paths and contents are. */
    ContentDigest digest() {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            var id = new byte[Constants.OBJECT_ID_LENGTH];
            objects.forEach((path, blob) -> {
                sha256.update(path.value().getBytes(StandardCharsets.UTF_8));
                sha256.update((byte) 0);
                blob.copyRawTo(id, 0);
                sha256.update(id);
            });
            return new ContentDigest(HexFormat.of().formatHex(sha256.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private void directory(ObjectId id, String prefix, int depth) {
        if (++directories > SourceLimits.MAX_DIRECTORIES) {
            stop("over %d directories".formatted(SourceLimits.MAX_DIRECTORIES));
            return;
        }
        try {
            var names = new HashSet<String>();
            for (var entry : RawTree.read(reader, id, SourceLimits.MAX_TREE_BYTES).entries()) {
                if (stopped) {
                    return;
                }
                var path = prefix + entry.name();
                if (!names.add(entry.name())) {
                    refuse(path, "the name is there twice");
                } else {
                    NameRules.objection(entry)
                            .ifPresentOrElse(
                                    it -> refuse(path, it), () -> entry(entry, path, depth));
                }
            }
        } catch (RawTree.Refused e) {
            refuse(prefix, String.valueOf(e.getMessage()));
        } catch (IOException _) {
            damaged(prefix);
        }
    }

    private void entry(Entry entry, String path, int depth) {
        switch (entry.kind()) {
            case FILE -> file(entry.id(), path);
            case DIRECTORY -> {
                if (path.equals(NamespaceFile.NAME)) {
                    refuse(path, "a directory (expected: a file)");
                } else if (depth == ObjectPath.MAX_SEGMENTS) {
                    refuse(path, "over %d levels deep".formatted(ObjectPath.MAX_SEGMENTS));
                } else {
                    directory(entry.id(), path + "/", depth + 1);
                }
            }
            case SYMLINK -> refuse(path, "a symbolic link (expected: a file)");
            case SUBMODULE -> refuse(path, "a submodule (expected: a file)");
            case UNKNOWN -> refuse(path, "of an unknown kind (expected: a file)");
        }
    }

    private void file(ObjectId id, String path) {
        if (path.equals(NamespaceFile.NAME)) {
            namespaceFile = id;
            return;
        }
        pathBytes += path.length();
        if (++files > SourceLimits.MAX_OBJECTS || pathBytes > SourceLimits.MAX_PATHS_BYTES) {
            stop(
                    "over %d objects, or over %d bytes of paths"
                            .formatted(SourceLimits.MAX_OBJECTS, SourceLimits.MAX_PATHS_BYTES));
            return;
        }
        try {
            var size = reader.getObjectSize(id, Constants.OBJ_BLOB);
            bytes += size;
            if (size > SourceLimits.MAX_OBJECT_BYTES) {
                refuse(
                        path,
                        "%d bytes (expected: at most %d)"
                                .formatted(size, SourceLimits.MAX_OBJECT_BYTES));
            } else {
                objects.put(new ObjectPath(path), id);
            }
            if (bytes > SourceLimits.MAX_NAMESPACE_BYTES) {
                stop(
                        "over %d bytes in all objects together"
                                .formatted(SourceLimits.MAX_NAMESPACE_BYTES));
            }
        } catch (IOException _) {
            damaged(path);
        }
    }

    private void stop(String reason) {
        stopped = true;
        problems.add(0, new SourceProblem(".", 0, reason));
    }

    private void damaged(String path) {
        damaged = true;
        refuse(path, Blobs.UNREADABLE);
    }

    private void refuse(String path, String reason) {
        if (problems.size() < SourceLimits.MAX_PROBLEMS) {
            problems.add(new SourceProblem(path.isEmpty() ? "." : Shown.text(path), 0, reason));
        }
    }
}
