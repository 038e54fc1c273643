package dev.balancerdeployer.weights;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The lines of history, pending and filed. The config is read first, for a line is filed before it
 * leaves there.
 */
record Lines(Stores stores) {

    Optional<Line> find(ConfigId id, long version) {
        return stores.configs().find(id).flatMap(it -> find(it, version));
    }

    Optional<Line> find(ConfigRecord record, long version) {
        if (version < 1 || version > record.config().version()) {
            return Optional.empty();
        }
        return pending(record).stream()
                .filter(it -> it.version() == version)
                .findFirst()
                .or(() -> stores.history().find(record.config().id(), version));
    }

    /** All lines of these versions, which must be there, newest first. */
    List<Line> range(ConfigRecord record, long from, long to) {
        var found = new TreeMap<Long, Line>();
        pending(record).stream()
                .filter(it -> it.version() >= from && it.version() <= to)
                .forEach(it -> found.put(it.version(), it));
        if (from <= to && found.size() < to - from + 1) {
            var id = record.config().id();
            stores.history().find(id, from, to).forEach(it -> found.put(it.version(), it));
        }
        if (found.size() != Math.max(0, to - from + 1)) {
            throw new IllegalStateException(
                    "the history of %s has a gap".formatted(record.config().id()));
        }
        return List.copyOf(found.descendingMap().values());
    }

    private static List<Line> pending(ConfigRecord record) {
        return record.pending().stream()
                .map(ConfigRecord.Pending::line)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }
}
