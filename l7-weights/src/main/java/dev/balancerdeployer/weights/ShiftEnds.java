package dev.balancerdeployer.weights;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.Audit;
import dev.balancerdeployer.coordination.Upkeep;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends shifts whose time is over, by database time: each once, by whichever replica is first, and
 * after a downtime as soon as one runs again (SPEC W8).
 */
final class ShiftEnds implements Upkeep {

    /** Who ends a shift. */
    static final Actor SYSTEM = new Actor("system", null);

    static final String ACTION = "SHIFT_ENDED";

    private static final Logger log = LoggerFactory.getLogger(ShiftEnds.class);

    private final Workshop workshop;
    private final Stores stores;

    ShiftEnds(Workshop workshop) {
        this.workshop = workshop;
        this.stores = workshop.stores();
    }

    @Override
    public String name() {
        return "shifts that are over";
    }

    @Override
    public Duration every() {
        return Duration.ofSeconds(1);
    }

    @Override
    public void round() {
        var now = stores.time().now();
        for (var config : stores.configs().withShiftsEnding(now)) {
            end(config, now);
        }
    }

    private void end(ConfigId config, Instant now) {
        var over = stores.configs().find(config).map(it -> over(it, now)).orElse(List.of());
        for (var shift : over) {
            workshop.turns().alone(config, () -> endOne(config, shift.id(), now));
        }
    }

    private static List<Shift> over(ConfigRecord record, Instant now) {
        return record.config().shifts().stream()
                .filter(it -> !it.expiresAt().isAfter(now))
                .toList();
    }

    /** A defeat is somebody else's change; the next round looks again. */
    private boolean endOne(ConfigId config, ShiftId id, Instant now) {
        var found = stores.configs().find(config);
        if (found.isEmpty()
                || over(found.get(), now).stream().noneMatch(it -> it.id().equals(id))) {
            return false; // another replica was faster, or it was extended
        }
        var record = found.get();
        var at = now.isAfter(record.updatedAt()) ? now : record.updatedAt();
        var decision = ShiftDecision.end(record.config(), id, Shift.State.EXPIRED, at);
        if (!(decision instanceof Decision.Made made)) {
            return false;
        }
        var shift = Optional.ofNullable(made.ended()).orElseThrow();
        var next =
                NextRecord.of(
                        record,
                        workshop.finishing().stillPending(record),
                        made,
                        "s:" + id + ":end",
                        null,
                        new Why(SYSTEM, "the end of a shift: " + shift.reason(), new TreeSet<>()),
                        at);
        if (!stores.configs().replace(record.rev(), next.state())) {
            return false;
        }
        log.info("shift {} of {} is over: {}", id, config, shift.away());
        workshop.finishing().finish(config, next.change(), made.answer());
        return true;
    }

    /** Recorded by whoever files the shift as over. */
    static Audit.Entry entry(ConfigId config, long version, Shift shift) {
        return new Audit.Entry(
                SYSTEM,
                ACTION,
                "l7heavy/" + config,
                version - 1,
                version,
                "shift %s is over: %s".formatted(shift.id(), shift.reason()),
                Audit.Outcome.DONE,
                null);
    }
}
