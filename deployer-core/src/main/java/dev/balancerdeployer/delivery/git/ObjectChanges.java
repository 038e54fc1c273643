package dev.balancerdeployer.delivery.git;

import dev.balancerdeployer.delivery.ObjectPath;
import dev.balancerdeployer.delivery.git.RawTree.Entry;
import dev.balancerdeployer.delivery.git.RawTree.Kind;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.jspecify.annotations.Nullable;

/**
 * Which objects have another text in one directory than in another; only what differs is read. The
 * directories need not be well-formed.
 */
final class ObjectChanges {

    private final ObjectReader reader;
    private final Set<ObjectPath> changed = new HashSet<>();
    private int directories;

    private ObjectChanges(ObjectReader reader) {
        this.reader = reader;
    }

    /**
     * @param before null: there was none
     * @param after null: it is gone
     * @return empty if it is malformed, or larger than a namespace may be
     */
    static Optional<Set<ObjectPath>> between(
            ObjectReader reader, @Nullable ObjectId before, @Nullable ObjectId after)
            throws IOException {
        if (Objects.equals(before, after)) {
            return Optional.of(Set.of());
        }
        try {
            var changes = new ObjectChanges(reader);
            changes.compare(before, after, "", 1);
            return Optional.of(changes.changed);
        } catch (RawTree.Refused _) {
            return Optional.empty();
        }
    }

    private void compare(
            @Nullable ObjectId before, @Nullable ObjectId after, String prefix, int depth)
            throws IOException, RawTree.Refused {
        if (++directories > SourceLimits.MAX_DIRECTORIES) {
            throw new RawTree.Refused("too many directories");
        }
        var old = entries(before);
        var now = entries(after);
        var names = new HashSet<>(old.keySet());
        names.addAll(now.keySet());
        for (var name : names) {
            var path = prefix + name;
            if (!Objects.equals(id(old, name, Kind.FILE), id(now, name, Kind.FILE))) {
                add(path);
            }
            var oldBelow = id(old, name, Kind.DIRECTORY);
            var nowBelow = id(now, name, Kind.DIRECTORY);
            if (!Objects.equals(oldBelow, nowBelow) && depth < ObjectPath.MAX_SEGMENTS) {
                compare(oldBelow, nowBelow, path + "/", depth + 1);
            }
        }
    }

    private void add(String path) throws RawTree.Refused {
        if (!path.equals(NamespaceFile.NAME)) {
            changed.add(new ObjectPath(path));
        }
        if (changed.size() > SourceLimits.MAX_OBJECTS) {
            throw new RawTree.Refused("too many objects");
        }
    }

    private Map<String, Entry> entries(@Nullable ObjectId tree)
            throws IOException, RawTree.Refused {
        var entries = new HashMap<String, Entry>();
        if (tree != null) {
            for (var entry : RawTree.read(reader, tree, SourceLimits.MAX_TREE_BYTES).entries()) {
                if (NameRules.objection(entry).isEmpty()) {
                    entries.putIfAbsent(entry.name(), entry);
                }
            }
        }
        return entries;
    }

    private static @Nullable ObjectId id(Map<String, Entry> entries, String name, Kind kind) {
        var entry = entries.get(name);
        return entry == null || entry.kind() != kind ? null : entry.id();
    }
}
