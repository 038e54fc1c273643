package dev.balancerdeployer.weights;

import static java.util.Objects.requireNonNull;

import dev.balancerdeployer.coordination.StoreUnavailable;
import dev.balancerdeployer.weights.ConfigRecord.Pending;
import dev.balancerdeployer.weights.Outcome.Done;
import dev.balancerdeployer.weights.Outcome.Refused;
import dev.balancerdeployer.weights.WeightSignals.Attempted;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One change, tried until it is in, refused or hopeless (SPEC W4). For one thread.
 *
 * <pre>
 * read the config, then the filed answers: is this attempt in already? --- yes --+
 *    | no                                                                        |
 * decide --- no ---> refused                                                     |
 *    | yes                                                                       v
 * store it at the rev that was read, with the attempt --- stored ---> file its line, publish its
 *    |                                                                version, file its answer
 *    | somebody was faster, or no answer                              | the store failed
 *    +--> wait, from the start                                        +--> wait, from the start
 * </pre>
 *
 * <p>It is never in twice: whatever it sends is for one {@code rev}, which never comes back, and it
 * sends something for another {@code rev} only after it has seen that nothing of its own made the
 * version there.
 */
final class Attempt {

    static final int MAX_ATTEMPTS = 10;
    static final Duration LIMIT = Duration.ofSeconds(30);

    /** A call may take 10 s itself, and who waits for an answer must have one within 30 s. */
    static final Duration LIMIT_WITHOUT_STORE = Duration.ofSeconds(18);

    private final Workshop workshop;
    private final Stores stores;
    private final ChangeRequest request;
    private final String id;
    private final BackOff backOff;
    private final long begin;

    /** What was sent, by version, and how it would be answered: one of them at most is in. */
    private final Map<Long, Sent> sent = new HashMap<>();

    private int attempts;

    /** What is in; null: nothing is known to be. */
    private @Nullable Sent written;

    private long writtenAt;

    private record Sent(Pending change, Answer answer) {}

    Attempt(Workshop workshop, ChangeRequest request) {
        this.workshop = workshop;
        this.stores = workshop.stores();
        this.request = request;
        this.id = request.key() == null ? "u:" + workshop.newAttempt() : "k:" + request.key().key();
        this.backOff = workshop.backOff();
        this.begin = workshop.pace().nanos();
    }

    Outcome run() {
        while (true) {
            attempts++;
            try {
                var outcome =
                        written == null
                                ? workshop.turns().take(request.config(), this::once)
                                : Optional.<Outcome>empty();
                if (outcome.isPresent()) {
                    return outcome.get();
                }
                if (written != null) {
                    return finish(written);
                }
            } catch (StoreUnavailable e) {
                tell(Attempted.FAILED);
                if (written != null && isOver(LIMIT)) {
                    return unpublished(written);
                }
                if (written == null && isHopeless(e)) {
                    throw e;
                }
            }
            pause();
        }
    }

    /** Nothing: it is in, or has to be tried again. */
    private Optional<Outcome> once() {
        var record = stores.configs().find(request.config()).orElse(null);
        var known = resolve(record);
        if (known.isPresent() || written != null) {
            return known;
        }
        if (attempts > MAX_ATTEMPTS || isOver(LIMIT)) {
            return giveUp(record);
        }
        var at = timeAfter(record);
        var occasion =
                new Decision.Occasion(at, workshop.newShiftId(), workshop.lineToRevertTo(request));
        var config = record == null ? null : record.config();
        return switch (Decision.of(config, request, occasion)) {
            case Decision.Refused refused -> Optional.of(refuse(record, refused.why()));
            case Decision.Made made -> {
                if (made.config().equals(config) && request.key() == null) {
                    var published = workshop.publication().current(request.config());
                    tell(Attempted.UNCHANGED);
                    yield Optional.of(new Done(counted(made.answer()).published(published), false));
                }
                store(record, counted(made), at);
                yield Optional.empty();
            }
        };
    }

    /** Whether this attempt is in, as far as can be told: the config first, then what is filed. */
    private Optional<Outcome> resolve(@Nullable ConfigRecord record) {
        if (record == null) {
            return Optional.empty();
        }
        for (var change : record.pending().reversed()) {
            if (change.attempt().equals(id) && isKept(change)) {
                return found(change);
            }
        }
        var key = request.key();
        if (key != null) {
            return stores.answers()
                    .find(request.config(), key.key())
                    .map(it -> it.key().equals(key) ? new Done(it.answer(), true) : reused());
        }
        for (var mine : sent.values()) {
            if (mine.change().version() <= record.config().version() && isFiled(mine.change())) {
                written = mine;
            }
        }
        return Optional.empty();
    }

    private Optional<Outcome> found(Pending change) {
        var keyed = change.keyed();
        if (keyed == null) {
            written = requireNonNull(sent.get(change.version()));
        } else if (keyed.key().equals(request.key())) {
            written = new Sent(change, keyed.answer());
        } else {
            return Optional.of(reused());
        }
        return Optional.empty();
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

    private boolean isFiled(Pending change) {
        return change.line() != null
                && stores.history()
                        .find(request.config(), change.version())
                        .filter(it -> it.attempt().equals(id))
                        .isPresent();
    }

    private static Refused reused() {
        return new Refused(new Refusal.KeyReused());
    }

    private void store(@Nullable ConfigRecord record, Decision.Made made, Instant at) {
        var still = record == null ? List.<Pending>of() : workshop.finishing().stillPending(record);
        var next = NextRecord.of(record, still, made, id, request.key(), request.why(), at);
        var mine = new Sent(next.change(), made.answer());
        sent.put(next.change().version(), mine);
        var stored =
                record == null
                        ? stores.configs().insert(next.state())
                        : stores.configs().replace(record.rev(), next.state());
        if (stored) {
            written = mine;
            writtenAt = workshop.pace().nanos();
        }
        tell(!stored ? Attempted.CONFLICT : changes(mine) ? Attempted.WRITTEN : Attempted.UNCHANGED);
    }

    private static boolean changes(Sent mine) {
        return mine.change().line() != null;
    }

    private Outcome finish(Sent mine) {
        var answer = counted(mine.answer());
        var first = workshop.finishing().finish(request.config(), mine.change(), answer);
        if (isMine(mine) && changes(mine)) {
            var since = Duration.ofNanos(workshop.pace().nanos() - writtenAt);
            workshop.signals().published(request.config(), since);
        }
        return new Done(first, !isMine(mine));
    }

    /** Stored, but not to be published in time: a reconciler will (SPEC W4). */
    private Outcome unpublished(Sent mine) {
        var below = counted(mine.answer()).published(mine.change().version() - 1);
        var first = workshop.finishing().fileAnswer(request.config(), mine.change(), below);
        return new Done(first, !isMine(mine));
    }

    /** Whether this send made it, and not an earlier one of the same attempt. */
    private boolean isMine(Sent mine) {
        var own = sent.get(mine.change().version());
        return own != null && own.change().equals(mine.change());
    }

    private Outcome refuse(@Nullable ConfigRecord record, Refusal why) {
        tell(Attempted.REFUSED);
        return new Refused(
                why instanceof Refusal.UnknownShift && record != null
                        ? new Shifts(stores).unknown(record, request.change())
                        : why);
    }

    /** Refuses only when nothing that this attempt has sent from anywhere can land any more. */
    private Optional<Outcome> giveUp(@Nullable ConfigRecord record) {
        if (record == null || stores.configs().raise(request.config(), record.rev())) {
            var current = record == null ? 0 : record.config().version();
            return Optional.of(new Refused(new Refusal.Contended(current, MAX_ATTEMPTS)));
        }
        return Optional.empty();
    }

    /** Database time, read after the config and never before that of its version. */
    private Instant timeAfter(@Nullable ConfigRecord record) {
        var now = stores.time().now().truncatedTo(ChronoUnit.MILLIS);
        return record == null || now.isAfter(record.updatedAt()) ? now : record.updatedAt();
    }

    private Decision.Made counted(Decision.Made made) {
        return new Decision.Made(
                made.config(),
                made.cause(),
                made.overrides(),
                made.ended(),
                counted(made.answer()));
    }

    private Answer counted(Answer answer) {
        return answer instanceof Answer.Stepped stepped ? stepped.attempts(attempts) : answer;
    }

    private void tell(Attempted how) {
        workshop.signals().attempted(request.config(), how);
    }

    private boolean isOver(Duration limit) {
        return workshop.pace().nanos() - begin >= limit.toNanos();
    }

    private boolean isHopeless(StoreUnavailable e) {
        return attempts > MAX_ATTEMPTS
                || isOver(LIMIT_WITHOUT_STORE)
                || (!e.sent() && sent.isEmpty());
    }

    private void pause() {
        try {
            workshop.pace().pause(backOff.after(attempts));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailable("stopped while a change was tried", e);
        }
    }
}
