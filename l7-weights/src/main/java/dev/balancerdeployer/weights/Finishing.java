package dev.balancerdeployer.weights;

import dev.balancerdeployer.weights.ConfigRecord.Pending;
import dev.balancerdeployer.weights.FiledAnswers.Filed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Does what follows from a stored change, in the order that readers rely on: its line and the shift
 * it ended are filed, then its version is published, then its answer is filed. All of it is
 * idempotent, so the one who made the change and any reconciler may do it at once (SPEC C8).
 * Thread-safe.
 */
final class Finishing {

    /** Pending changes of other processes that are left in a config before somebody looks. */
    static final int MANY = 16;

    /** Weights in them, likewise, so that a document stays below its limit. */
    static final int MANY_WEIGHTS = 100_000;

    private static final int REMEMBERED = 2_000;

    private final Stores stores;
    private final Publication publication;

    /** Changes that this process knows to be finished, the latest ones. */
    private final Set<String> finished =
            Collections.synchronizedSet(Collections.newSetFromMap(new Latest()));

    /** Changes whose lines this process knows to be filed, the latest ones. */
    private final Set<String> filed =
            Collections.synchronizedSet(Collections.newSetFromMap(new Latest()));

    Finishing(Stores stores, Publication publication) {
        this.stores = stores;
        this.publication = publication;
    }

    /**
     * Finishes one change.
     *
     * @return its answer, which is that of its first send if it has a key
     */
    Answer finish(ConfigId config, Pending change, Answer answer) {
        fileWhatFollows(config, List.of(change));
        var published =
                change.line() == null
                        ? publication.current(config)
                        : publication.publish(config, change.version());
        var first = fileAnswer(config, change, answer.published(published));
        finished.add(name(config, change));
        return first;
    }

    /** Files an answer under the key of the change, if it has one; the first that is filed wins. */
    Answer fileAnswer(ConfigId config, Pending change, Answer answer) {
        var keyed = change.keyed();
        if (keyed == null) {
            return answer;
        }
        var mine = new Filed(keyed.key(), answer, stores.time().now());
        return stores.answers().file(config, mine).answer();
    }

    /** What a process that died may have left. */
    void finishAll(ConfigRecord record) {
        var config = record.config().id();
        var open = open(record);
        fileWhatFollows(config, open);
        var published = publication.publish(config, record.config().version());
        for (var change : open) {
            var keyed = change.keyed();
            if (keyed != null) {
                fileAnswer(config, change, keyed.answer().published(published));
            }
            finished.add(name(config, change));
        }
    }

    /** What must stay in the config when it changes; finishes what was left there for too long. */
    List<Pending> stillPending(ConfigRecord record) {
        var open = open(record);
        if (open.size() >= MANY || open.stream().mapToInt(Pending::weights).sum() >= MANY_WEIGHTS) {
            finishAll(record);
            return open(record);
        }
        return open;
    }

    private List<Pending> open(ConfigRecord record) {
        return record.pending().stream()
                .filter(it -> !finished.contains(name(record.config().id(), it)))
                .toList();
    }

    /** Files the shifts that changes ended, then their lines, in one write. */
    void fileWhatFollows(ConfigId config, List<Pending> changes) {
        for (var change : changes) {
            var ended = change.ended();
            if (ended != null
                    && stores.ended().file(config, ended)
                    && ended.state() == Shift.State.EXPIRED) {
                stores.audit().record(ShiftEnds.entry(config, change.version(), ended));
            }
        }
        var lines = new ArrayList<Line>();
        for (var change : changes) {
            var line = change.line();
            if (line != null && !filed.contains(name(config, change))) {
                lines.add(line);
            }
        }
        if (!lines.isEmpty()) {
            stores.history().file(lines);
            changes.forEach(it -> filed.add(name(config, it)));
        }
    }

    /** With the version, for a key may be used again after a day. */
    private static String name(ConfigId config, Pending change) {
        return config + "/" + change.version() + "/" + change.attempt();
    }

    /** Forgets the eldest. */
    private static final class Latest extends LinkedHashMap<String, Boolean> {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    }
}
