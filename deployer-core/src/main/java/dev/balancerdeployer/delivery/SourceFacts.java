package dev.balancerdeployer.delivery;

import dev.balancerdeployer.delivery.DeliveryRecords.Stored;
import dev.balancerdeployer.delivery.NamespaceRecord.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what Git says of each namespace in its record, so that every replica shows the same (SPEC
 * D2, D7, D11). Writes only what changed.
 */
record SourceFacts(DeliveryRecords records) {

    /** Problems of one namespace that are kept. */
    private static final int MAX_PROBLEMS = 50;

    private static final SourceProblem DELETED =
            new SourceProblem("", 0, "deleted in Git; its balancers are left running");

    /**
     * Takes over the delivered branch's listing.
     *
     * @return the records after that, of every namespace that is listed or known
     */
    Map<NamespaceId, Stored> of(SourceListing listing) {
        var known = new HashMap<NamespaceId, Stored>();
        records.all().forEach(it -> known.put(it.record().id(), it));
        var seen = new HashSet<NamespaceId>();
        for (var source : listing.namespaces()) {
            seen.add(source.id());
            var stored = known.get(source.id());
            put(known, stored, source.id(), facts(source, stored));
        }
        var odd = new ArrayList<SourceListing.Refused>();
        for (var refused : listing.refused()) {
            if (!isName(refused.name())) {
                odd.add(refused);
                continue;
            }
            var id = new NamespaceId(refused.name());
            seen.add(id);
            var stored = known.get(id);
            var before = stored == null ? null : stored.record().source();
            put(
                    known,
                    stored,
                    id,
                    new Source(
                            false,
                            before == null ? List.of() : before.owners(),
                            before == null ? List.of() : before.locations(),
                            first(refused.problems())));
        }
        for (var stored : List.copyOf(known.values())) {
            var id = stored.record().id();
            if (!seen.contains(id)) {
                var before = stored.record().source();
                put(
                        known,
                        stored,
                        id,
                        new Source(true, before.owners(), before.locations(), List.of(DELETED)));
            }
        }
        if (!odd.equals(records.oddDirectories())) {
            records.saveOddDirectories(odd);
        }
        return known;
    }

    /** The record of a namespace of another revision than the delivered branch's. */
    Stored ofUnlisted(SourceNamespace source) {
        var found = records.find(source.id());
        if (found.isPresent()) {
            return found.get();
        }
        var record = NamespaceRecord.unknown(source.id(), facts(source, null));
        return records.insert(record).or(() -> records.find(source.id())).orElseThrow();
    }

    /** Shows a problem until the next listing. */
    void problem(NamespaceId id, String reason) {
        records.find(id)
                .ifPresent(it -> {
                    var source = it.record().source();
                    var problems = List.of(new SourceProblem("", 0, reason));
                    if (!source.problems().equals(problems)) {
                        records.replace(
                                it,
                                it.record()
                                        .with(
                                                new Source(
                                                        source.valid(),
                                                        source.owners(),
                                                        source.locations(),
                                                        problems)));
                    }
                });
    }

    private void put(
            Map<NamespaceId, Stored> known, @Nullable Stored stored, NamespaceId id, Source facts) {
        if (stored == null) {
            records.insert(NamespaceRecord.unknown(id, facts))
                    .or(() -> records.find(id))
                    .ifPresent(it -> known.put(id, it));
        } else if (!stored.record().source().equals(facts)) {
            records.replace(stored, stored.record().with(facts))
                    .or(() -> records.find(id))
                    .ifPresent(it -> known.put(id, it));
        }
    }

    /** A location that was delivered to and that Git no longer lists is reported (SPEC D7). */
    private static Source facts(SourceNamespace source, @Nullable Stored stored) {
        var problems = new ArrayList<SourceProblem>();
        var newest = stored == null ? null : stored.record().newest();
        var locations = new ArrayList<LocationId>();
        if (newest != null) {
            locations.addAll(newest.locations());
        }
        if (stored != null) {
            var underWay = stored.record().current();
            if (underWay != null) {
                locations.addAll(underWay.leftovers());
            }
        }
        locations.stream()
                .distinct()
                .filter(it -> !source.locations().contains(it))
                .forEach(it ->
                        problems.add(
                                new SourceProblem(
                                        "namespace.yaml",
                                        0,
                                        "location %s is no longer listed; its balancer is left running"
                                                .formatted(it))));
        return new Source(true, source.owners(), source.locations(), problems);
    }

    private static List<SourceProblem> first(List<SourceProblem> problems) {
        return problems.subList(0, Math.min(MAX_PROBLEMS, problems.size()));
    }

    private static boolean isName(String name) {
        try {
            return new NamespaceId(name).value().equals(name);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
