package dev.balancerdeployertest;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Lets the parts of a test, each on a thread of its own, take turns at random: one is at work at
 * any time, until it {@link #pass passes}. The same seed and the same parts make the same
 * interleaving again. Now and then a part stands still for a while.
 */
public final class Turns {

    private static final int STALL_ONCE_IN = 60;
    private static final int LONGEST_STALL = 40;

    private final Random random;
    private final List<Part> parts = new ArrayList<>();
    private volatile @Nullable Part turn;

    private static final class Part {
        final Runnable work;
        final Thread thread;
        int skips;
        @Nullable Throwable failure;

        Part(Runnable work, Turns turns, int number) {
            this.work = work;
            this.thread =
                    Thread.ofPlatform().name("part-" + number).unstarted(() -> turns.play(this));
        }
    }

    public Turns(Random random) {
        this.random = random;
    }

    /**
     * Runs the parts until each has come to its end.
     *
     * @throws AssertionError if one of them threw anything
     */
    public void run(List<Runnable> works) throws InterruptedException {
        for (var work : works) {
            parts.add(new Part(work, this, parts.size()));
        }
        var all = List.copyOf(parts);
        handOn();
        all.forEach(it -> it.thread.start());
        for (var part : all) {
            part.thread.join();
        }
        for (var part : all) {
            if (part.failure != null) {
                throw new AssertionError(part.thread.getName() + " failed", part.failure);
            }
        }
    }

    /** Lets any part go on, this one or another. Without effect on threads that are no part. */
    public void pass() {
        var me = turn;
        if (me != null && me.thread == Thread.currentThread()) {
            handOn();
            await(me);
        }
    }

    /** Whether all other parts have come to their ends. Asked by the part whose turn it is. */
    public boolean alone() {
        return parts.size() == 1;
    }

    private void play(Part me) {
        await(me);
        try {
            me.work.run();
        } catch (RuntimeException | Error e) {
            me.failure = e;
        } finally {
            parts.remove(me);
            handOn();
        }
    }

    private void await(Part me) {
        while (turn != me) {
            LockSupport.park(this);
        }
    }

    private void handOn() {
        var next = parts.isEmpty() ? null : choose();
        turn = next;
        if (next != null && next.thread != Thread.currentThread()) {
            LockSupport.unpark(next.thread);
        }
    }

    private Part choose() {
        while (true) {
            var chosen = parts.get(random.nextInt(parts.size()));
            if (chosen.skips > 0) {
                chosen.skips--;
            } else if (random.nextInt(STALL_ONCE_IN) == 0) {
                chosen.skips = random.nextInt(LONGEST_STALL);
            } else {
                return chosen;
            }
        }
    }
}
