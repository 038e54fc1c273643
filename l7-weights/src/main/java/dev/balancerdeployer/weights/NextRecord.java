package dev.balancerdeployer.weights;

import dev.balancerdeployer.weights.ConfigRecord.Keyed;
import dev.balancerdeployer.weights.ConfigRecord.Pending;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state that a decision leads to, with the change pending in it.
 *
 * @param change as it is stored in it
 */
record NextRecord(ConfigRecord state, Pending change) {

    /**
     * @param record null: this is the first version
     * @param still what is pending in it and must stay
     * @param attempt names this change
     * @param key null: nobody may ask for its answer again
     * @param at the time of the change
     */
    static NextRecord of(
            @Nullable ConfigRecord record,
            List<Pending> still,
            Decision.Made made,
            String attempt,
            @Nullable IdempotencyKey key,
            Why why,
            Instant at) {
        var config = made.config();
        var line =
                made.cause() == null
                        ? null
                        : new Line(
                                config.id(),
                                config.version(),
                                attempt,
                                config.values(),
                                config.effective(),
                                made.cause(),
                                why.by().name(),
                                why.comment(),
                                made.overrides(),
                                at);
        var keyed = key == null ? null : new Keyed(key, made.answer());
        var change = new Pending(attempt, config.version(), line, made.ended(), keyed);
        var pending = new ArrayList<>(still);
        pending.add(change);
        return new NextRecord(
                record == null || line != null
                        ? new ConfigRecord(config, 1, at, why.by().name(), why.comment(), pending)
                        : new ConfigRecord(
                                config,
                                record.rev(),
                                record.updatedAt(),
                                record.updatedBy(),
                                record.comment(),
                                pending),
                change);
    }
}
