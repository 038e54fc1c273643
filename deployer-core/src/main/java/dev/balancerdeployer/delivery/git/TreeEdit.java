package dev.balancerdeployer.delivery.git;

import dev.balancerdeployer.delivery.ObjectPath;
import dev.balancerdeployer.delivery.SourceProblem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.jspecify.annotations.Nullable;

/**
 * Changes objects of one namespace's directory. Directories come and go with what is in them; first
 * what goes, then what comes, so that a file can take the place of a directory and the other way
 * round. What cannot be done becomes a problem.
 */
final class TreeEdit {

    private final ObjectReader reader;
    private final NewObjects objects;
    private final List<SourceProblem> problems = new ArrayList<>();

    TreeEdit(ObjectReader reader, NewObjects objects) {
        this.reader = reader;
        this.objects = objects;
    }

    List<SourceProblem> problems() {
        return problems;
    }

    /**
     * @param changes the new text of each; empty: it is gone
     * @return the new directory; the old one if that changes nothing
     */
    ObjectId apply(ObjectId tree, SortedMap<ObjectPath, Optional<String>> changes)
            throws IOException {
        var blobs = new TreeMap<String, Optional<ObjectId>>();
        changes.forEach((path, text) -> {
            var taken = path.value().equals(NamespaceFile.NAME);
            if (text.isEmpty() && !taken) {
                blobs.put(path.value(), Optional.empty());
            } else if (taken && text.isPresent()) {
                refuse(path.value(), "an object (expected: another name, this one is taken)");
            } else {
                text.flatMap(it -> encoded(path, it))
                        .ifPresent(it -> blobs.put(path.value(), Optional.of(it)));
            }
        });
        return directory(tree, "", blobs).orElseGet(() -> objects.tree(new byte[0]));
    }

    private Optional<ObjectId> encoded(ObjectPath path, String text) {
        var bytes = StrictText.bytes(text);
        if (bytes.isEmpty()) {
            refuse(path.value(), "half a character (expected: text that is UTF-8)");
        }
        return bytes.map(objects::blob);
    }

    /**
     * @param tree null: there is none yet
     * @return empty if nothing is left in it
     */
    private Optional<ObjectId> directory(
            @Nullable ObjectId tree, String prefix, SortedMap<String, Optional<ObjectId>> changes)
            throws IOException {
        try {
            var items = tree == null ? TreeItems.empty() : items(tree);
            var files = new TreeMap<String, Optional<ObjectId>>();
            var below = new TreeMap<String, SortedMap<String, Optional<ObjectId>>>();
            changes.forEach((path, blob) -> {
                var slash = path.indexOf('/');
                if (slash < 0) {
                    files.put(path, blob);
                } else {
                    below.computeIfAbsent(path.substring(0, slash), _ -> new TreeMap<>())
                            .put(path.substring(slash + 1), blob);
                }
            });
            files.forEach((name, blob) -> {
                if (blob.isEmpty()) {
                    file(items, name).ifPresent(items::remove);
                }
            });
            for (var each : below.entrySet()) {
                below(items, prefix, each.getKey(), each.getValue());
            }
            files.forEach(
                    (name, blob) -> blob.ifPresent(it -> put(items, prefix + name, name, it)));
            return items.isEmpty() ? Optional.empty() : Optional.of(objects.tree(items.bytes()));
        } catch (RawTree.Refused e) {
            refuse(prefix.isEmpty() ? "." : prefix, String.valueOf(e.getMessage()));
            return Optional.ofNullable(tree);
        }
    }

    private TreeItems items(ObjectId tree) throws IOException, RawTree.Refused {
        return TreeItems.parse(RawTree.bytes(reader, tree, SourceLimits.MAX_TREE_BYTES));
    }

    private static Optional<TreeItems.Item> file(TreeItems items, String name) {
        return items.find(name).filter(it -> it.kind() == RawTree.Kind.FILE);
    }

    private void below(
            TreeItems items,
            String prefix,
            String name,
            SortedMap<String, Optional<ObjectId>> changes)
            throws IOException {
        var there = items.find(name);
        if (there.isPresent() && there.get().kind() == RawTree.Kind.DIRECTORY) {
            directory(there.get().id(), prefix + name + "/", changes)
                    .ifPresentOrElse(
                            it -> items.replace(there.get(), it), () -> items.remove(there.get()));
        } else if (changes.values().stream().anyMatch(Optional::isPresent)) {
            if (there.isPresent()) {
                refuse(prefix + name, "a file and a directory (expected: one of them)");
            } else {
                directory(null, prefix + name + "/", changes)
                        .ifPresent(it -> items.add(TreeItems.NEW_DIRECTORY, name, it));
            }
        }
    }

    private void put(TreeItems items, String path, String name, ObjectId blob) {
        var there = items.find(name);
        if (there.isEmpty()) {
            items.add(TreeItems.NEW_FILE, name, blob);
        } else if (there.get().kind() == RawTree.Kind.FILE) {
            items.replace(there.get(), blob);
        } else {
            refuse(path, "a file and a directory (expected: one of them)");
        }
    }

    private void refuse(String path, String reason) {
        if (problems.size() < SourceLimits.MAX_PROBLEMS) {
            problems.add(new SourceProblem(path, 0, reason));
        }
    }
}
