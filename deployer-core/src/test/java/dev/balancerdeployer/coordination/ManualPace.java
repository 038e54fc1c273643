package dev.balancerdeployer.coordination;

import dev.balancerdeployertest.MutableClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * Time that goes by only in {@link #pass} and in pauses, together with that of a clock; everything
 * runs on the test's own thread.
 */
final class ManualPace implements Pace {

    final MutableClock clock = new MutableClock();
    private final List<Timer> timers = new ArrayList<>();
    private final Deque<Runnable> hanging = new ArrayDeque<>();
    private final List<Runnable> duringPauses = new ArrayList<>();
    private long nanos = 1_000;
    private long lastTimer;
    private boolean hang;

    private record Timer(long due, long number, Runnable action) {}

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public void pause(Duration length) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        List.copyOf(duringPauses).forEach(Runnable::run);
        pass(length);
    }

    @Override
    public Runnable after(Duration delay, Runnable action) {
        var number = ++lastTimer;
        timers.add(new Timer(nanos + delay.toNanos(), number, action));
        return () -> timers.removeIf(it -> it.number() == number);
    }

    @Override
    public void start(Runnable action) {
        if (hang) {
            hanging.add(action);
        } else {
            action.run();
        }
    }

    /** Lets time go by, with all that happens in it, in order. */
    void pass(Duration length) {
        var end = nanos + length.toNanos();
        while (true) {
            var next = timers.stream().min(Comparator.comparingLong(Timer::due));
            if (next.isEmpty() || next.get().due() > end) {
                break;
            }
            timers.remove(next.get());
            moveTo(Math.max(nanos, next.get().due()));
            next.get().action().run();
        }
        moveTo(end);
    }

    /** Lets time go by of which this process knows nothing until it is over, as after a SIGSTOP. */
    void freeze(Duration length) {
        moveTo(nanos + length.toNanos());
    }

    private void moveTo(long to) {
        clock.advance(Duration.ofNanos(to - nanos));
        nanos = to;
    }

    /** From now on, what is started does not come to anything until {@link #unhang}. */
    void hang() {
        hang = true;
    }

    void unhang() {
        hang = false;
        while (!hanging.isEmpty()) {
            hanging.remove().run();
        }
    }

    int hanging() {
        return hanging.size();
    }

    void duringPauses(Runnable action) {
        duringPauses.add(action);
    }

    boolean idle() {
        return timers.isEmpty();
    }
}
