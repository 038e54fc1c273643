package dev.balancerdeployer.delivery.registry;

import static java.util.Objects.requireNonNull;

import dev.balancerdeployer.coordination.Page;
import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.delivery.AwacsNamespace.ObjectEntry;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.ObjectDigest;
import dev.balancerdeployer.delivery.ObjectPath;
import dev.balancerdeployer.store.Cursor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The versions of every namespace, kept for ever (SPEC D4). The newest line sits in the namespace's
 * document and is filed before a newer one takes its place, so there is never a gap.
 */
public final class ConfigHistory {

    /** A page stops early rather than hold more objects than this. */
    private static final int MAX_OBJECTS_A_PAGE = 50_000;

    private final HostedNamespaces namespaces;
    private final ObjectTexts texts;

    ConfigHistory(HostedNamespaces namespaces, ObjectTexts texts) {
        this.namespaces = namespaces;
        this.texts = texts;
    }

    /**
     * A version of a namespace.
     *
     * @param objects sorted by path
     */
    public record ConfigVersion(VersionLine line, List<ObjectEntry> objects) {

        public ConfigVersion {
            objects = List.copyOf(objects);
        }
    }

    /** Newest first; empty if there is no such namespace. The cursor is a version. */
    public Optional<Page<ConfigVersion>> list(NamespaceId id, PageRequest page) {
        var newest = newest(id);
        if (newest.isEmpty()) {
            return Optional.empty();
        }
        var to =
                page.after() == null
                        ? newest.get().version()
                        : Cursor.parseNumber(cursors(id), page.after()) - 1;
        var from = Math.max(1, to - page.limit() + 1);
        var lines = cut(lines(id, newest.get(), from, to));
        var manifests = texts.manifests(lines.stream().map(VersionLine::manifest).toList());
        var more = !lines.isEmpty() && lines.getLast().version() > 1;
        return Optional.of(
                new Page<>(
                        lines.stream().map(it -> shown(it, manifests)).toList(),
                        more ? Cursor.of(cursors(id), lines.getLast().version()) : null));
    }

    /** Empty if there is no such namespace or version. */
    public Optional<ConfigVersion> find(NamespaceId id, long version) {
        return newest(id)
                .flatMap(it -> lines(id, it, version, version).stream().findFirst())
                .map(it -> new ConfigVersion(it, manifest(it.manifest()).entries()));
    }

    /** The texts of a version. */
    public SortedMap<ObjectPath, String> objects(ConfigVersion version) {
        var byDigest = texts(version.objects());
        var objects = new TreeMap<ObjectPath, String>();
        version.objects().forEach(it -> objects.put(it.path(), byDigest.get(it.digest())));
        return objects;
    }

    Manifest manifest(Manifest.Ref ref) {
        return requireNonNull(texts.manifests(List.of(ref)).get(ref));
    }

    private Map<ObjectDigest, String> texts(Collection<ObjectEntry> entries) {
        return texts.texts(entries.stream().map(ObjectEntry::digest).distinct().toList());
    }

    private Optional<VersionLine> newest(NamespaceId id) {
        return namespaces.find(id).flatMap(it -> Optional.ofNullable(it.namespace().newest()));
    }

    /** The document first, then what is filed: a line that moves in between is in both. */
    private List<VersionLine> lines(NamespaceId id, VersionLine newest, long from, long to) {
        var lines = new ArrayList<VersionLine>();
        if (from <= newest.version() && newest.version() <= to) {
            lines.add(newest);
        }
        var last = Math.min(to, newest.version() - 1);
        var first = Math.max(from, 1);
        if (first <= last) {
            lines.addAll(namespaces.filedVersions(id, first, last));
        }
        return lines;
    }

    private static List<VersionLine> cut(List<VersionLine> lines) {
        var objects = 0L;
        for (var i = 0; i < lines.size(); i++) {
            objects += lines.get(i).manifest().objects();
            if (i > 0 && objects > MAX_OBJECTS_A_PAGE) {
                return lines.subList(0, i);
            }
        }
        return lines;
    }

    private static ConfigVersion shown(VersionLine line, Map<Manifest.Ref, Manifest> manifests) {
        return new ConfigVersion(line, requireNonNull(manifests.get(line.manifest())).entries());
    }

    private static String cursors(NamespaceId id) {
        return "awacs-versions/" + id;
    }
}
