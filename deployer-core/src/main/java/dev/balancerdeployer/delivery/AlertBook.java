package dev.balancerdeployer.delivery;

import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.delivery.AlertRecords.Stored;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives findings a life (SPEC D15): what is found fires once, what is not found any more is
 * resolved. Two replicas that find the same at once make one alert.
 */
final class AlertBook {

    private static final Logger log = LoggerFactory.getLogger(AlertBook.class);

    private final AlertRecords records;
    private final DatabaseTime time;
    private final Duration reminder;
    private final boolean tells;

    /**
     * @param reminder how long an alert fires until its receiver is told again
     * @param tells whether there is a receiver
     */
    AlertBook(AlertRecords records, DatabaseTime time, Duration reminder, boolean tells) {
        this.records = records;
        this.time = time;
        this.reminder = reminder;
        this.tells = tells;
    }

    /** What changed. */
    record Changes(int fired, int resolved) {}

    /**
     * Takes in what was found.
     *
     * @param judged whether a firing alert was looked for; the others stay as they are
     */
    Changes keep(List<Finding> findings, Predicate<Alert> judged) {
        var fired = 0;
        var resolved = 0;
        var firing =
                records.firing().stream()
                        .collect(Collectors.toMap(it -> it.record().key(), it -> it, (a, _) -> a));
        for (var finding : findings) {
            var known = firing.remove(finding.key());
            if (known == null) {
                fired += fire(finding) ? 1 : 0;
            } else {
                stays(known, finding);
            }
        }
        for (var gone : firing.values()) {
            if (judged.test(gone.record().alert())) {
                resolved += resolve(gone) ? 1 : 0;
            }
        }
        return new Changes(fired, resolved);
    }

    private boolean fire(Finding finding) {
        var latest = records.latest(finding.key());
        if (latest.isPresent() && latest.get().record().alert().state() == Alert.State.FIRING) {
            return false; // another replica was faster
        }
        var number = latest.map(it -> it.record().number()).orElse(0) + 1;
        var id = "a" + ObjectDigest.of(finding.key() + "#" + number).hex().substring(0, 16);
        var now = time.now();
        var alert =
                new Alert(
                        new AlertId(id),
                        finding.kind(),
                        finding.namespace(),
                        finding.location(),
                        now,
                        null,
                        finding.summary());
        var record =
                new AlertRecord(
                        alert, finding.key(), number, now.plus(reminder), List.of(), 0, now);
        if (!records.insert(tells ? record.telling(AlertEvent.Kind.FIRING, now) : record)) {
            return false;
        }
        log.warn("alert {} fires: {}: {}", id, finding.kind(), finding.summary());
        return true;
    }

    private void stays(Stored known, Finding finding) {
        var record = known.record();
        var alert = record.alert();
        var next =
                record.with(
                        new Alert(
                                alert.id(),
                                alert.kind(),
                                alert.namespace(),
                                alert.location(),
                                alert.since(),
                                null,
                                finding.summary()));
        var now = time.now();
        if (!now.isBefore(record.remindAt())) {
            next = next.remindingAt(now.plus(reminder));
            // who is still to be told of older events is reminded by those
            var reminds = tells && record.untold().isEmpty();
            next = reminds ? next.telling(AlertEvent.Kind.REMINDER, now) : next;
        }
        if (!next.equals(record)) {
            records.replace(known, next);
        }
    }

    private boolean resolve(Stored gone) {
        var alert = gone.record().alert();
        var now = time.now();
        var next =
                gone.record()
                        .with(
                                new Alert(
                                        alert.id(),
                                        alert.kind(),
                                        alert.namespace(),
                                        alert.location(),
                                        alert.since(),
                                        now,
                                        alert.summary()));
        if (!records.replace(gone, tells ? next.telling(AlertEvent.Kind.RESOLVED, now) : next)) {
            return false;
        }
        log.info("alert {} is resolved: {}", alert.id(), alert.kind());
        return true;
    }
}
