package dev.balancerdeployer.delivery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The store of alerts for tests. */
public final class InMemoryAlertRecords implements AlertRecords {

    private static final Comparator<Stored> NEWEST_FIRST =
            Comparator.comparing((Stored it) -> it.record().alert().since())
                    .thenComparing(it -> it.record().alert().id())
                    .reversed();

    private final Map<AlertId, Stored> stored = new TreeMap<>();

    @Override
    public synchronized Optional<Stored> find(AlertId alert) {
        return Optional.ofNullable(stored.get(alert));
    }

    @Override
    public synchronized List<Stored> firing() {
        return all().stream()
                .filter(it -> it.record().alert().state() == Alert.State.FIRING)
                .toList();
    }

    @Override
    public synchronized List<Stored> due(Instant now, int limit) {
        return stored.values().stream()
                .filter(it -> !it.record().untold().isEmpty())
                .filter(it -> !it.record().dueAt().isAfter(now))
                .sorted(Comparator.comparing(it -> it.record().dueAt()))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized Optional<Stored> latest(String key) {
        return all().stream()
                .filter(it -> it.record().key().equals(key))
                .max(Comparator.comparingInt(it -> it.record().number()));
    }

    @Override
    public synchronized boolean insert(AlertRecord record) {
        return stored.putIfAbsent(record.alert().id(), new Stored(record, 1)) == null;
    }

    @Override
    public synchronized boolean replace(Stored before, AlertRecord after) {
        return stored.replace(after.alert().id(), before, new Stored(after, before.rev() + 1));
    }

    @Override
    public synchronized List<Alert> list(Filter filter, @Nullable Position after, int limit) {
        return all().stream()
                .map(it -> it.record().alert())
                .filter(it -> filter.kind() == null || filter.kind() == it.kind())
                .filter(it -> filter.state() == null || filter.state() == it.state())
                .filter(it ->
                        after == null
                                || it.since().isBefore(after.since())
                                || (it.since().equals(after.since())
                                        && it.id().compareTo(after.id()) < 0))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized long forget(Instant resolvedBefore) {
        var old =
                all().stream()
                        .map(Stored::record)
                        .filter(it -> {
                            var resolvedAt = it.alert().resolvedAt();
                            return resolvedAt != null && resolvedAt.isBefore(resolvedBefore);
                        })
                        .toList();
        old.forEach(it -> stored.remove(it.alert().id()));
        return old.stream().filter(it -> !it.untold().isEmpty()).count();
    }

    private List<Stored> all() {
        var all = new ArrayList<>(stored.values());
        all.sort(NEWEST_FIRST);
        return all;
    }
}
