package dev.balancerdeployer.weights;

import static java.util.Objects.requireNonNull;

import dev.balancerdeployer.weights.ConfigRecord.Pending;
import dev.balancerdeployer.weights.FiledAnswers.Filed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one attempt has sent to be stored, and where it shows that it is in: in the config itself,
 * among the filed answers if it has a key, else among the filed lines (SPEC C8). Not thread-safe.
 */
final class Traces {

    private final Stores stores;
    private final String id;
    private final @Nullable IdempotencyKey key;

    /** By version: one of them at most is in. */
    private final Map<Long, Sent> sent = new HashMap<>();

    Traces(Stores stores, String id, @Nullable IdempotencyKey key) {
        this.stores = stores;
        this.id = id;
        this.key = key;
    }

    /** A change, and how it is to be answered. */
    record Sent(Pending change, Answer answer) {}

    /** What is found. */
    sealed interface Found {

        /** It is in, and what follows may still have to be done. */
        record In(Sent what) implements Found {}

        /** It was answered already. */
        record Answered(Answer answer) implements Found {}

        /** Another request has used the key. */
        record Reused() implements Found {}

        /** It is not in at the rev of that config, and can only get in at this one. */
        record Nowhere() implements Found {}
    }

    /** Remembers what is about to be sent. */
    void send(Sent what) {
        sent.put(what.change().version(), what);
    }

    boolean isEmpty() {
        return sent.isEmpty();
    }

    /** Whether this send made it, and not an earlier one of the same attempt. */
    boolean made(Sent what) {
        var own = sent.get(what.change().version());
        return own != null && own.change().equals(what.change());
    }

    /**
     * Looks.
     *
     * @param filed what is filed under the key; null: nothing is, or there is no key. Read after
     *     the config, for in that order there is no gap
     */
    Found find(@Nullable ConfigRecord record, @Nullable Filed filed) {
        if (record == null) {
            return new Found.Nowhere();
        }
        for (var change : record.pending().reversed()) {
            if (change.attempt().equals(id) && isKept(change)) {
                return pending(change);
            }
        }
        if (key == null) {
            return amongLines(record);
        }
        if (filed == null) {
            return new Found.Nowhere();
        }
        return filed.key().equals(key) ? new Found.Answered(filed.answer()) : new Found.Reused();
    }

    private Found pending(Pending change) {
        var keyed = change.keyed();
        if (keyed == null) {
            return new Found.In(requireNonNull(sent.get(change.version())));
        }
        return keyed.key().equals(key)
                ? new Found.In(new Sent(change, keyed.answer()))
                : new Found.Reused();
    }

    /** Of what somebody else has made the version of it is known for ever that it is not in. */
    private Found amongLines(ConfigRecord record) {
        for (var one : List.copyOf(sent.values())) {
            var version = one.change().version();
            if (one.change().line() != null && version <= record.config().version()) {
                var maker = new Lines(stores).find(record, version).map(Line::attempt);
                if (maker.filter(id::equals).isPresent()) {
                    return new Found.In(one);
                }
                maker.ifPresent(_ -> sent.remove(version));
            }
        }
        return new Found.Nowhere();
    }

    /**
     * A key is kept for so long, even if nothing was changed since, so that it is pending still.
     */
    private boolean isKept(Pending change) {
        var line = change.line();
        return change.keyed() == null
                || line == null
                || line.at().plus(Sweeper.KEYS_KEPT).isAfter(stores.time().now());
    }
}
