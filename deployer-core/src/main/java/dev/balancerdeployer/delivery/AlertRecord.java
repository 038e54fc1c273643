package dev.balancerdeployer.delivery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * An alert as it is stored, with what its receiver is still to be told: one document, so that no
 * change goes without its event (SPEC D15, C8).
 *
 * @param key of the finding
 * @param number which alert of that key it is, from 1; with the key it makes the id
 * @param remindAt when the receiver is reminded, if it still fires
 * @param untold oldest first
 * @param attempts how often the oldest was tried
 * @param dueAt nobody tries before
 */
public record AlertRecord(
        Alert alert,
        String key,
        int number,
        Instant remindAt,
        List<AlertEvent> untold,
        int attempts,
        Instant dueAt) {

    public AlertRecord {
        untold = List.copyOf(untold);
    }

    AlertRecord with(Alert changed) {
        return new AlertRecord(changed, key, number, remindAt, untold, attempts, dueAt);
    }

    AlertRecord telling(AlertEvent.Kind kind, Instant now) {
        var event = new AlertEvent(alert.id() + "-" + kind + "-" + now.toEpochMilli(), kind, alert);
        var all = new ArrayList<>(untold);
        all.add(event);
        return new AlertRecord(
                alert, key, number, remindAt, all, attempts, untold.isEmpty() ? now : dueAt);
    }

    AlertRecord remindingAt(Instant next) {
        return new AlertRecord(alert, key, number, next, untold, attempts, dueAt);
    }

    /** The oldest is in somebody's hands until then. */
    AlertRecord taken(Instant until) {
        return new AlertRecord(alert, key, number, remindAt, untold, attempts + 1, until);
    }

    AlertRecord postponed(Instant until) {
        return new AlertRecord(alert, key, number, remindAt, untold, attempts, until);
    }

    /** The oldest was told. */
    AlertRecord told(Instant now) {
        return new AlertRecord(
                alert, key, number, remindAt, untold.subList(1, untold.size()), 0, now);
    }
}
