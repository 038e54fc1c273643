package dev.balancerdeployer.weights;

import static java.util.Objects.requireNonNull;

import dev.balancerdeployer.coordination.StoreUnavailable;
import dev.balancerdeployer.weights.ConfigRecord.Pending;
import dev.balancerdeployer.weights.FiledAnswers.Filed;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Attempts of one config that are considered one after the other, each on what the ones before it
 * make of the config, and stored in one write: all of them or none. Each has a version, a line and
 * an attempt id of its own, and finds out by itself what became of it if the write is in doubt.
 */
final class Batch {

    /**
     * Weights in what one write adds, so that a document stays below its limit; a change of the
     * largest config has at most as many, and the first is always taken.
     */
    static final int MOST_WEIGHTS = 50_000;

    private final Workshop workshop;
    private final Stores stores;
    private final ConfigId config;
    private final List<Attempt> members;

    /** As it was read; null: there is none. */
    private @Nullable ConfigRecord read;

    /** With what is not stored yet. */
    private @Nullable ConfigRecord state;

    /** By their keys: the answers to members that are filed already. */
    private Map<String, Filed> filed = Map.of();

    /** Database time; null: not read yet. */
    private @Nullable Instant now;

    private boolean changed;

    Batch(Workshop workshop, ConfigId config, List<Attempt> members) {
        this.workshop = workshop;
        this.stores = workshop.stores();
        this.config = config;
        this.members = List.copyOf(members);
    }

    /** However it ends, no member takes for stored what is not. */
    void run() {
        var settled = false;
        members.forEach(Attempt::begin);
        try {
            read = stores.configs().find(config).orElse(null);
            state = read;
            if (read != null) {
                filed = filedAnswers();
                state = read.withPending(workshop.finishing().stillPending(read));
            }
            var weights = 0;
            for (var member : members) {
                var adds = state == null ? 0 : member.weights(state.config().values().size());
                if (weights == 0 || weights + adds <= MOST_WEIGHTS) {
                    consider(member);
                    weights += adds;
                }
            }
            var stored = !changed || store();
            members.forEach(it -> it.settle(stored));
            settled = true;
            if (stored) {
                publish();
            }
        } catch (StoreUnavailable e) {
            members.forEach(it -> it.fail(e));
            settled = true;
        } finally {
            if (!settled) {
                members.forEach(Attempt::begin);
            }
        }
    }

    /**
     * Files all lines in one write and publishes the last version, while those who come gather for
     * the next batch. If that fails each member does it by itself, as it finishes.
     */
    private void publish() {
        var written =
                members.stream()
                        .map(Attempt::written)
                        .flatMap(Optional::stream)
                        .filter(it -> it.line() != null)
                        .toList();
        var newest = written.stream().mapToLong(Pending::version).max();
        if (newest.isEmpty()) {
            return;
        }
        try {
            workshop.finishing().fileWhatFollows(config, written);
            workshop.publication().publish(config, newest.getAsLong());
        } catch (StoreUnavailable _) {
            // the changes are made, and this was only the faster way
        }
    }

    private Map<String, Filed> filedAnswers() {
        var keys =
                members.stream()
                        .map(Attempt::key)
                        .flatMap(Optional::stream)
                        .map(IdempotencyKey::key)
                        .toList();
        return keys.isEmpty()
                ? Map.of()
                : stores.answers().find(config, keys).stream()
                        .collect(Collectors.toMap(it -> it.key().key(), it -> it));
    }

    private void consider(Attempt member) {
        try {
            member.consider(this);
        } catch (StoreUnavailable e) {
            member.fail(e);
        }
    }

    private boolean store() {
        var next = requireNonNull(state);
        return read == null
                ? stores.configs().insert(next)
                : stores.configs().replace(read.rev(), next);
    }

    /** What is filed under a key of a member; null: nothing, or there is no key. */
    @Nullable Filed filed(@Nullable IdempotencyKey key) {
        return key == null ? null : filed.get(key.key());
    }

    /** The config as it was read; null: there is none. */
    @Nullable ConfigRecord read() {
        return read;
    }

    /** The config with what the members so far make of it; null: there is none. */
    @Nullable ConfigRecord state() {
        return state;
    }

    /** Whether members so far have changed it, which is not stored yet. */
    boolean isChanged() {
        return changed;
    }

    void change(ConfigRecord next) {
        state = next;
        changed = true;
    }

    /** Database time, read after the config was first, and never before that of its version. */
    Instant time() {
        var known = now;
        if (known == null) {
            known = stores.time().now().truncatedTo(ChronoUnit.MILLIS);
            now = known;
        }
        return read == null || known.isAfter(read.updatedAt()) ? known : read.updatedAt();
    }

    boolean hasLosers() {
        return members.stream().anyMatch(Attempt::hasLost);
    }

    /** Another try for those who lost, with fewer calls between its read and its write. */
    Batch again() {
        var losers = members.stream().filter(Attempt::hasLost).toList();
        losers.forEach(Attempt::tryAgain);
        var again = new Batch(workshop, config, losers);
        again.now = now;
        return again;
    }
}
