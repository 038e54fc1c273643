package dev.balancerdeployer.delivery;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The store of delivery without a database. */
public final class InMemoryDeliveryRecords implements DeliveryRecords {

    private final TreeMap<NamespaceId, Stored> records = new TreeMap<>();
    private final Map<RolloutId, Rollout> filed = new HashMap<>();
    private List<SourceListing.Refused> odd = List.of();

    @Override
    public synchronized Optional<Stored> find(NamespaceId namespace) {
        return Optional.ofNullable(records.get(namespace));
    }

    @Override
    public synchronized List<Stored> all() {
        return new ArrayList<>(records.values());
    }

    @Override
    public synchronized List<Stored> list(@Nullable NamespaceId after, int limit) {
        var rest = after == null ? records : records.tailMap(after, false);
        return rest.values().stream().limit(limit).toList();
    }

    @Override
    public synchronized List<Stored> underWay() {
        return records.values().stream().filter(it -> it.record().underWay() != null).toList();
    }

    @Override
    public synchronized List<Stored> queued() {
        return records.values().stream().filter(it -> it.record().queued() != null).toList();
    }

    @Override
    public synchronized Optional<Stored> findByRollout(RolloutId rollout) {
        return records.values().stream()
                .filter(it ->
                        is(it.record().current(), rollout)
                                || is(it.record().queued(), rollout)
                                || it.record().superseded().stream()
                                        .anyMatch(ended -> is(ended, rollout)))
                .findFirst();
    }

    private static boolean is(@Nullable Rollout rollout, RolloutId id) {
        return rollout != null && rollout.id().equals(id);
    }

    @Override
    public synchronized Optional<Stored> insert(NamespaceRecord record) {
        var stored = new Stored(record, 1);
        return records.putIfAbsent(record.id(), stored) == null
                ? Optional.of(stored)
                : Optional.empty();
    }

    @Override
    public synchronized Optional<Stored> replace(Stored before, NamespaceRecord after) {
        var now = records.get(after.id());
        var next = new Stored(after, before.rev() + 1);
        if (now == null || (now.rev() != before.rev() && !now.equals(next))) {
            return Optional.empty();
        }
        records.put(after.id(), next);
        return Optional.of(next);
    }

    @Override
    public synchronized void file(Rollout ended) {
        filed.putIfAbsent(ended.id(), ended);
    }

    @Override
    public synchronized Optional<Rollout> findFiled(RolloutId rollout) {
        return Optional.ofNullable(filed.get(rollout));
    }

    @Override
    public synchronized List<Rollout> listFiled(
            Filter filter, @Nullable Position before, int limit) {
        return filed.values().stream()
                .filter(filter::matches)
                .filter(it -> before == null || before.isBefore(it))
                .sorted(
                        Comparator.comparing(Rollout::createdAt)
                                .thenComparing(Rollout::id)
                                .reversed())
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<SourceListing.Refused> oddDirectories() {
        return odd;
    }

    @Override
    public synchronized void saveOddDirectories(List<SourceListing.Refused> refused) {
        odd = List.copyOf(refused);
    }
}
