package dev.balancerdeployer.delivery;

import dev.balancerdeployer.coordination.Page;
import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.delivery.NamespaceView.ConflictView;
import dev.balancerdeployer.delivery.NamespaceView.LocationView;
import dev.balancerdeployer.store.Cursor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Namespaces for readers (SPEC D16). Thread-safe; writes nothing. */
public final class Namespaces {

    private static final String LIST = "namespaces";

    /** Drifted objects that are named. */
    private static final int MAX_DRIFTED = 50;

    private final DeliveryRecords records;
    private final Awacs awacs;
    private final Contents contents;

    Namespaces(DeliveryRecords records, Awacs awacs, ConfigRepository repository) {
        this.records = records;
        this.awacs = awacs;
        this.contents = new Contents(awacs, repository);
    }

    public Optional<NamespaceView> find(NamespaceId id) {
        return records.find(id).map(it -> view(it.record()));
    }

    /** By name; refused directories without a proper name are listed at their place. */
    public Page<NamespaceView> list(PageRequest page) {
        var after = page.after() == null ? "" : Cursor.parse(LIST, page.after(), 1).getFirst();
        var odd = odd().filter(it -> it.name().compareTo(after) > 0);
        var known = known(after, page.limit() + 1);
        var names =
                Stream.concat(
                                odd.map(NamespaceView::name),
                                known.stream().map(it -> it.record().id().value()))
                        .sorted()
                        .limit(page.limit() + 1L)
                        .toList();
        return Cursor.page(names, page, it -> Cursor.of(LIST, it)).map(it -> named(it, known));
    }

    private NamespaceView named(String name, List<DeliveryRecords.Stored> known) {
        return known.stream()
                .filter(it -> it.record().id().value().equals(name))
                .findFirst()
                .map(it -> view(it.record()))
                .or(() -> odd().filter(it -> it.name().equals(name)).findFirst())
                .orElseThrow();
    }

    /** The store can only be asked from a proper name on; after an odd one it is read through. */
    private List<DeliveryRecords.Stored> known(String after, int limit) {
        var from = proper(after);
        var known = new ArrayList<DeliveryRecords.Stored>();
        List<DeliveryRecords.Stored> batch;
        do {
            batch = records.list(from, limit);
            for (var stored : batch) {
                from = stored.record().id();
                if (from.value().compareTo(after) > 0) {
                    known.add(stored);
                }
            }
        } while (known.size() < limit && batch.size() == limit);
        return known;
    }

    private static @Nullable NamespaceId proper(String name) {
        try {
            return new NamespaceId(name);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private Stream<NamespaceView> odd() {
        return records.oddDirectories().stream()
                .map(it ->
                        new NamespaceView(
                                it.name(),
                                NamespaceView.State.INVALID,
                                List.of(),
                                null,
                                null,
                                null,
                                it.problems(),
                                List.of(),
                                null,
                                List.of()))
                .sorted(Comparator.comparing(NamespaceView::name));
    }

    private NamespaceView view(NamespaceRecord record) {
        var known = awacs.find(record.id()).orElse(null);
        var conflicts = OpenConflict.of(record);
        var drifted = drifted(record, known);
        var newest = record.newest();
        return new NamespaceView(
                record.id().value(),
                NamespaceView.State.of(record, !conflicts.isEmpty(), !drifted.isEmpty()),
                record.source().owners(),
                newest == null ? null : newest.revision(),
                known == null ? null : known.version(),
                rollout(record),
                problems(record, drifted),
                conflicts(record, conflicts),
                record.hold(),
                locations(record, known));
    }

    /** Objects that awacs holds otherwise than both sides last did (SPEC D9). */
    private Set<ObjectPath> drifted(NamespaceRecord record, @Nullable AwacsNamespace known) {
        var base = record.base();
        if (base == null || known == null || base.equals(Base.all(known.version()))) {
            return Set.of();
        }
        var decisions = new Decisions(contents, record, known);
        var drifted = Foreign.differing(contents.of(record.id(), base), Contents.of(known));
        drifted.removeIf(it -> decisions.about(it) == Take.GIT);
        return drifted;
    }

    private static List<SourceProblem> problems(NamespaceRecord record, Set<ObjectPath> drifted) {
        var own = record.source().problems().stream();
        return Stream.concat(
                        Stream.concat(own, record.pulls().refused().stream()),
                        drifted.stream()
                                .limit(MAX_DRIFTED)
                                .map(it ->
                                        new SourceProblem(
                                                it.value(),
                                                0,
                                                "changed by hand in awacs, not in Git yet")))
                .toList();
    }

    private static @Nullable RolloutId rollout(NamespaceRecord record) {
        var current = record.current();
        var queued = record.waiting();
        if (current != null && (record.underWay() != null || queued == null)) {
            return current.id();
        }
        return queued == null ? null : queued.id();
    }

    private List<ConflictView> conflicts(NamespaceRecord record, List<OpenConflict> conflicts) {
        var base = record.base();
        var git = new HashMap<Revision, SortedMap<ObjectPath, String>>();
        var awacs = new HashMap<Long, SortedMap<ObjectPath, String>>();
        var id = record.id();
        return conflicts.stream()
                .map(it -> {
                    var object = it.object();
                    var met = base == null ? 0 : base.versionOf(object);
                    return new ConflictView(
                            object,
                            awacs.computeIfAbsent(met, version -> at(id, version)).get(object),
                            git.computeIfAbsent(it.git(), revision -> git(revision, id))
                                    .get(object),
                            awacs.computeIfAbsent(it.awacsVersion(), version -> at(id, version))
                                    .get(object));
                })
                .toList();
    }

    private SortedMap<ObjectPath, String> git(Revision revision, NamespaceId id) {
        try {
            return contents.texts(revision, id);
        } catch (SourceUnavailable _) {
            return new TreeMap<>(); // the texts are shown when the repository is back
        }
    }

    private SortedMap<ObjectPath, String> at(NamespaceId namespace, long version) {
        return version == 0
                ? new TreeMap<>()
                : awacs.objects(namespace, version).orElseGet(TreeMap::new);
    }

    /** Git's locations in their order, then what awacs has beyond them. */
    private static List<LocationView> locations(
            NamespaceRecord record, @Nullable AwacsNamespace known) {
        var locations = new ArrayList<LocationView>();
        for (var location : record.source().locations()) {
            locations.add(
                    new LocationView(
                            location,
                            known == null ? null : known.balancer(location).orElse(null)));
        }
        if (known != null) {
            known.balancers().stream()
                    .filter(it -> !record.source().locations().contains(it.location()))
                    .forEach(it -> locations.add(new LocationView(it.location(), it)));
        }
        return locations;
    }
}
