package dev.balancerdeployer.weights;

import dev.balancerdeployer.coordination.StoreUnavailable;
import dev.balancerdeployer.weights.ConfigRecord.Pending;
import dev.balancerdeployer.weights.Outcome.Done;
import dev.balancerdeployer.weights.Outcome.Refused;
import dev.balancerdeployer.weights.Traces.Found;
import dev.balancerdeployer.weights.Traces.Sent;
import dev.balancerdeployer.weights.WeightSignals.Attempted;
import java.time.Duration;
import java.util.List;
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

    private final Traces traces;

    private int attempts;

    /** What is in; null: nothing is known to be. */
    private @Nullable Sent written;

    private long writtenAt;

    /* What the last try has come to. */
    private boolean considered;
    private boolean certain;
    private @Nullable Outcome outcome;
    private @Nullable Answer unchanged;
    private @Nullable Sent mine;
    private @Nullable StoreUnavailable failure;

    Attempt(Workshop workshop, ChangeRequest request) {
        this.workshop = workshop;
        this.stores = workshop.stores();
        this.request = request;
        this.id = request.key() == null ? "u:" + workshop.newAttempt() : "k:" + request.key().key();
        this.traces = new Traces(stores, id, request.key());
        this.backOff = workshop.backOff();
        this.begin = workshop.pace().nanos();
    }

    String id() {
        return id;
    }

    ConfigId config() {
        return request.config();
    }

    Optional<IdempotencyKey> key() {
        return Optional.ofNullable(request.key());
    }

    /**
     * How many weights its {@link Pending} has at most in a config of so many: in the line values
     * and effective ones, in an answer under a key old, new and effective ones.
     */
    int weights(int all) {
        return (request.key() == null ? 2 : 5) * all;
    }

    Outcome run() {
        while (true) {
            attempts++;
            try {
                if (written == null) {
                    begin();
                    workshop.turns().take(request.config(), this, workshop);
                    if (failure != null) {
                        throw failure;
                    }
                    if (outcome != null) {
                        return outcome;
                    }
                    if (unchanged != null) {
                        return unchanged(unchanged);
                    }
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

    /** Before it is considered: nothing is known of this try. */
    void begin() {
        considered = false;
        outcome = null;
        unchanged = null;
        mine = null;
        failure = null;
    }

    /** Whether it has to be tried again, as far as the last try says. */
    boolean isOpen() {
        return written == null && outcome == null && unchanged == null;
    }

    /** Whether somebody else was faster, so that it may be tried again at once. */
    boolean hasLost() {
        return considered && failure == null && isOpen();
    }

    /** Counts one more try, without a pause before it. */
    void tryAgain() {
        attempts++;
    }

    /** The change as it is stored; empty: none of this attempt is known to be. */
    Optional<Pending> written() {
        return Optional.ofNullable(written).map(Sent::change);
    }

    boolean isConsidered() {
        return considered;
    }

    /**
     * Resolves, decides, and changes the batch; what is said here counts once it is settled, unless
     * it does not depend on what the batch has not stored yet.
     */
    void consider(Batch batch) {
        considered = true;
        certain = true;
        resolve(batch);
        if (outcome != null || written != null) {
            return;
        }
        if (attempts > MAX_ATTEMPTS || isOver(LIMIT)) {
            outcome = giveUp(batch.read()).orElse(null);
            return;
        }
        certain = !batch.isChanged();
        var state = batch.state();
        var occasion =
                new Decision.Occasion(
                        batch.time(), workshop.newShiftId(), workshop.lineToRevertTo(request));
        var config = state == null ? null : state.config();
        switch (Decision.of(config, request, occasion)) {
            case Decision.Refused refused -> outcome = refuse(state, refused.why());
            case Decision.Made made -> {
                if (made.config().equals(config) && request.key() == null) {
                    unchanged = counted(made.answer());
                } else {
                    change(batch, counted(made));
                }
            }
        }
    }

    private void change(Batch batch, Decision.Made made) {
        var state = batch.state();
        var still = state == null ? List.<Pending>of() : state.pending();
        var next =
                NextRecord.of(state, still, made, id, request.key(), request.why(), batch.time());
        mine = new Sent(next.change(), made.answer());
        traces.send(mine);
        batch.change(next.state());
    }

    /** Tells whether the batch is stored; if not, what was said in it is void. */
    void settle(boolean stored) {
        if (mine != null) {
            if (stored) {
                written = mine;
                writtenAt = workshop.pace().nanos();
            }
            tell(
                    !stored
                            ? Attempted.CONFLICT
                            : changes(mine) ? Attempted.WRITTEN : Attempted.UNCHANGED);
        }
        if (!stored && !certain) {
            outcome = null;
            unchanged = null;
        }
    }

    /** Tells that it is not known what became of it. */
    void fail(StoreUnavailable e) {
        considered = true;
        outcome = null;
        unchanged = null;
        failure = e;
    }

    private static boolean changes(Sent mine) {
        return mine.change().line() != null;
    }

    /** The version that is there is made current first, should its maker not have done so yet. */
    private Outcome unchanged(Answer same) {
        tell(Attempted.UNCHANGED);
        var published = workshop.publication().current(request.config());
        if (published < same.version()) {
            stores.configs().find(request.config()).ifPresent(workshop.finishing()::finishAll);
            published = workshop.publication().current(request.config());
        }
        return new Done(same.published(published), false);
    }

    private void resolve(Batch batch) {
        switch (traces.find(batch.read(), batch.filed(request.key()))) {
            case Found.In in -> written = in.what();
            case Found.Answered it -> outcome = new Done(it.answer(), true);
            case Found.Reused _ -> outcome = new Refused(new Refusal.KeyReused());
            case Found.Nowhere _ -> {
                // to be tried
            }
        }
    }

    private Outcome finish(Sent mine) {
        var answer = counted(mine.answer());
        var first = workshop.finishing().finish(request.config(), mine.change(), answer);
        if (traces.made(mine) && changes(mine)) {
            var since = Duration.ofNanos(workshop.pace().nanos() - writtenAt);
            workshop.signals().published(request.config(), since);
        }
        return new Done(first, !traces.made(mine));
    }

    /** Stored, but not to be published in time: a reconciler will (SPEC W4). */
    private Outcome unpublished(Sent mine) {
        var below = counted(mine.answer()).published(mine.change().version() - 1);
        var first = workshop.finishing().fileAnswer(request.config(), mine.change(), below);
        return new Done(first, !traces.made(mine));
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
                || (!e.sent() && traces.isEmpty());
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
