package dev.balancerdeployer.delivery.git;

import dev.balancerdeployer.coordination.Names;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.SourceListing.Refused;
import dev.balancerdeployer.delivery.SourceProblem;
import dev.balancerdeployer.delivery.git.RawTree.Entry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * The directories of one tree that are namespaces by their names. Plain files, and what begins with
 * a dot, are none. Of more than 10 000, the last by name are refused: so the others are delivered,
 * and the same ones on every replica.
 *
 * @param trees to be looked into, by name
 * @param refused without looking
 */
record NamespaceDirectories(SortedMap<NamespaceId, ObjectId> trees, List<Refused> refused) {

    NamespaceDirectories {
        trees = Collections.unmodifiableSortedMap(new TreeMap<>(trees));
        refused = List.copyOf(refused);
    }

    static NamespaceDirectories of(RawTree tree) {
        return of(tree, SourceLimits.MAX_NAMESPACES);
    }

    static NamespaceDirectories of(RawTree tree, int max) {
        var trees = new TreeMap<NamespaceId, ObjectId>();
        var refused = new TreeMap<String, Refused>();
        for (var entry : tree.entries()) {
            if (isIgnored(entry)) {
                continue;
            }
            var objection = objection(entry);
            if (objection != null) {
                refused.put(entry.name(), refused(entry.name(), objection));
            } else if (trees.put(new NamespaceId(entry.name()), entry.id()) != null) {
                refused.put(entry.name(), refused(entry.name(), "the name is there twice"));
            }
        }
        refused.keySet().stream()
                .filter(NamespaceDirectories::isName)
                .map(NamespaceId::new)
                .forEach(trees::remove);
        var all = trees.size();
        var surplus = trees.keySet().stream().skip(max).toList();
        trees.keySet().removeAll(surplus);
        surplus.stream()
                .limit(SourceLimits.MAX_NAMED_SURPLUS)
                .forEach(it ->
                        refused.put(
                                it.value(),
                                refused(
                                        it.value(),
                                        ("%d namespaces (expected: at most %d); the last by"
                                                        + " name are left out")
                                                .formatted(all, max))));
        return new NamespaceDirectories(trees, new ArrayList<>(refused.values()));
    }

    private static boolean isIgnored(Entry entry) {
        return entry.kind() == RawTree.Kind.FILE
                || (entry.name().startsWith(".") && !NameRules.isTraversal(entry.name()));
    }

    private static @Nullable String objection(Entry entry) {
        return NameRules.objection(entry)
                .orElseGet(() ->
                        switch (entry.kind()) {
                            case DIRECTORY -> null;
                            case SYMLINK -> "a symbolic link (expected: a directory)";
                            case SUBMODULE -> "a submodule (expected: a directory)";
                            case FILE, UNKNOWN -> "of an unknown kind (expected: a directory)";
                        });
    }

    private static boolean isName(String name) {
        try {
            Names.requireName("namespace", name);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    static Refused refused(String name, String reason) {
        return new Refused(name, List.of(new SourceProblem(".", 0, reason)));
    }
}
