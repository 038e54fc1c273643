package dev.balancerdeployer.coordination;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * A lease of this process:
 *
 * <pre>
 *            the store says so, or the clock
 *   HELD ------------------------------------> LOST
 *     |  close
 *     +------> RELEASED
 * </pre>
 *
 * The watch goes by the clock alone. Renewals run beside it, each on a thread of its own, and a new
 * one is sent while an older one hangs.
 */
final class HeldLease implements Lease {

    private static final Logger log = LoggerFactory.getLogger(HeldLease.class);
    private static final Duration RELEASE_RETRY = Duration.ofSeconds(1);

    private final Semaphores semaphores;
    private final LeaseTiming timing;
    private final Pace pace;
    private final Fence fence;
    private final List<Runnable> onLost = new ArrayList<>();

    private State state = State.HELD;
    private Grant grant;
    private long proven;
    private Runnable cancelWatch = () -> {};
    private Runnable cancelRenewal = () -> {};

    private enum State {
        HELD,
        LOST,
        RELEASED
    }

    private HeldLease(
            Semaphores semaphores, LeaseTiming timing, Pace pace, Grant grant, long sent) {
        this.semaphores = semaphores;
        this.timing = timing;
        this.pace = pace;
        this.fence = grant.fence();
        this.grant = grant;
        this.proven = sent;
    }

    /**
     * Begins to keep a grant alive.
     *
     * @param sent when it was asked for, by the clock of {@code pace}; the first time, if answers
     *     were lost
     */
    static HeldLease keep(
            Semaphores semaphores, LeaseTiming timing, Pace pace, Grant grant, long sent) {
        var lease = new HeldLease(semaphores, timing, pace, grant, sent);
        lease.watch();
        lease.renewLater();
        return lease;
    }

    @Override
    public Fence fence() {
        return fence;
    }

    @Override
    public synchronized Instant expiresAt() {
        return grant.expiresAt();
    }

    @Override
    public synchronized boolean held() {
        if (state == State.HELD && !left().isPositive()) {
            lose("it could not be renewed in time");
        }
        return state == State.HELD;
    }

    @Override
    public void onLost(Runnable action) {
        if (isLostElseKeep(action)) {
            action.run();
        }
    }

    private synchronized boolean isLostElseKeep(Runnable action) {
        if (held()) {
            onLost.add(action);
        }
        return state == State.LOST;
    }

    @Override
    public void close() {
        if (!toReleased()) {
            return;
        }
        var interrupted = Thread.interrupted();
        release();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean toReleased() {
        if (!held()) {
            return false;
        }
        state = State.RELEASED;
        stop();
        return true;
    }

    /** A release without an answer is repeated until the store has let go of the permit anyway. */
    private void release() {
        try {
            semaphores.release(grant());
        } catch (StoreUnavailable e) {
            log.info("Lease {} is released later: {}", fence, e.getMessage());
            if (pace.since(proven).compareTo(timing.ttl()) < 0) {
                pace.after(RELEASE_RETRY, () -> pace.start(this::release));
            }
        }
    }

    // ---- the watch

    private synchronized void watch() {
        if (held()) {
            cancelWatch = pace.after(left(), this::watch);
        }
    }

    /** Until the lease must be given up, if no renewal succeeds. */
    private Duration left() {
        return timing.fenceAfter().minus(pace.since(proven));
    }

    private void lose(String why) {
        state = State.LOST;
        log.warn("Lease {} is lost: {}", fence, why);
        onLost.forEach(pace::start);
        stop();
    }

    private void stop() {
        cancelWatch.run();
        cancelRenewal.run();
        onLost.clear();
    }

    // ---- renewal

    private synchronized void renewLater() {
        schedule(timing.renew().minus(pace.since(proven)));
    }

    private void schedule(Duration delay) {
        cancelRenewal.run();
        cancelRenewal = pace.after(delay.isNegative() ? Duration.ZERO : delay, this::renewNow);
    }

    private synchronized void renewNow() {
        if (held()) {
            schedule(timing.retry());
            pace.start(this::renew);
        }
    }

    private void renew() {
        var sent = pace.nanos();
        try {
            answered(sent, semaphores.renew(grant(), null));
        } catch (StoreUnavailable e) {
            log.atLevel(e.sent() ? Level.INFO : Level.DEBUG)
                    .log("Lease {} is renewed later: {}", fence, e.getMessage());
        }
    }

    private synchronized void answered(long sent, Optional<Grant> answer) {
        if (!held()) {
            return;
        }
        if (answer.isEmpty()) {
            lose("it has expired, or was broken");
            return;
        }
        if (answer.get().expiresAt().isAfter(grant.expiresAt())) {
            grant = answer.get();
        }
        if (sent - proven > 0) {
            proven = sent;
            renewLater();
        }
    }

    private synchronized Grant grant() {
        return grant;
    }
}
