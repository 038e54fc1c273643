package dev.balancerdeployer.weights;

import static java.util.Objects.requireNonNull;

import dev.balancerdeployer.coordination.Page;
import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.store.Cursor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.NullMarked;

/** The stores of weights that end with the test. Thread-safe. */
@NullMarked
public final class InMemoryStores {

    private InMemoryStores() {}

    /** Compare-and-set on rev in a map. */
    public static final class Configs implements ConfigRecords {

        private final Map<ConfigId, ConfigRecord> all = new TreeMap<>();

        @Override
        public synchronized Optional<ConfigRecord> find(ConfigId id) {
            return Optional.ofNullable(all.get(id));
        }

        @Override
        public synchronized boolean insert(ConfigRecord first) {
            return all.putIfAbsent(first.config().id(), at(1, first)) == null;
        }

        @Override
        public synchronized boolean replace(long rev, ConfigRecord next) {
            var id = next.config().id();
            var now = all.get(id);
            if (now == null || now.rev() != rev) {
                return false;
            }
            all.put(id, at(rev + 1, next));
            return true;
        }

        @Override
        public synchronized boolean raise(ConfigId id, long rev) {
            var now = all.get(id);
            if (now == null || now.rev() != rev) {
                return false;
            }
            all.put(id, at(rev + 1, now));
            return true;
        }

        @Override
        public synchronized Page<Summary> list(PageRequest page) {
            var after =
                    page.after() == null ? "" : Cursor.parse("l7heavy", page.after(), 1).getFirst();
            var found =
                    all.values().stream()
                            .map(it -> new Summary(it.config().id(), it.config().version()))
                            .filter(it -> it.id().value().compareTo(after) > 0)
                            .limit(page.limit() + 1L)
                            .toList();
            return Cursor.page(found, page, it -> Cursor.of("l7heavy", it.id()));
        }

        @Override
        public synchronized List<ConfigId> withShiftsEnding(Instant by) {
            return all.values().stream()
                    .map(ConfigRecord::config)
                    .filter(it ->
                            it.shifts().stream().anyMatch(shift -> !shift.expiresAt().isAfter(by)))
                    .map(WeightsConfig::id)
                    .toList();
        }

        private static ConfigRecord at(long rev, ConfigRecord record) {
            return new ConfigRecord(
                    record.config(),
                    rev,
                    record.updatedAt(),
                    record.updatedBy(),
                    record.comment(),
                    record.pending());
        }
    }

    /** Lines by name. */
    public static final class History implements VersionHistory {

        private final Map<String, Line> all = new ConcurrentSkipListMap<>();

        @Override
        public void file(List<Line> lines) {
            lines.forEach(it -> all.putIfAbsent(it.config() + "@" + it.version(), it));
        }

        @Override
        public Optional<Line> find(ConfigId config, long version) {
            return Optional.ofNullable(all.get(config + "@" + version));
        }

        @Override
        public List<Line> find(ConfigId config, long from, long to) {
            var found = new ArrayList<Line>();
            for (var version = to; version >= from; version--) {
                find(config, version).ifPresent(found::add);
            }
            return found;
        }
    }

    /** Answers by key. */
    public static final class Answers implements FiledAnswers {

        private final Map<String, Filed> all = new ConcurrentSkipListMap<>();

        @Override
        public List<Filed> find(ConfigId config, Collection<String> keys) {
            return keys.stream()
                    .map(it -> all.get(config + "/" + it))
                    .filter(Objects::nonNull)
                    .toList();
        }

        @Override
        public Filed file(ConfigId config, Filed answer) {
            var name = config + "/" + answer.key().key();
            var first = all.putIfAbsent(name, answer);
            return first == null ? answer : first;
        }

        @Override
        public void forget(Instant before) {
            all.values().removeIf(it -> it.at().isBefore(before));
        }
    }

    /** Shifts by id. */
    public static final class Shifted implements EndedShifts {

        private final Map<String, Shift> all = new ConcurrentSkipListMap<>();

        @Override
        public boolean file(ConfigId config, Shift ended) {
            return all.putIfAbsent(config + "/" + ended.id(), ended) == null;
        }

        @Override
        public Optional<Shift> find(ConfigId config, ShiftId id) {
            return Optional.ofNullable(all.get(config + "/" + id));
        }

        @Override
        public List<Shift> since(ConfigId config, Instant endedAt) {
            return all.entrySet().stream()
                    .filter(it -> it.getKey().startsWith(config + "/"))
                    .map(Map.Entry::getValue)
                    .filter(it -> !requireNonNull(it.endedAt()).isBefore(endedAt))
                    .toList();
        }

        @Override
        public void forget(Instant before) {
            all.values().removeIf(it -> requireNonNull(it.endedAt()).isBefore(before));
        }
    }
}
