package dev.balancerdeployer.coordination;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The machine's monotonic clock, one daemon thread for timers, virtual threads for the rest. */
final class SystemPace implements Pace, AutoCloseable {

    private final ScheduledThreadPoolExecutor timers;
    private final ThreadFactory threads = Thread.ofVirtual().name("lease-", 0).factory();

    SystemPace() {
        timers =
                new ScheduledThreadPoolExecutor(
                        1,
                        Thread.ofPlatform().daemon().name("lease-timers").factory(),
                        new ThreadPoolExecutor.DiscardPolicy());
        timers.setRemoveOnCancelPolicy(true);
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public void pause(Duration length) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(length.toNanos());
    }

    @Override
    public Runnable after(Duration delay, Runnable action) {
        var timer = timers.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> timer.cancel(false);
    }

    @Override
    public void start(Runnable action) {
        threads.newThread(action).start();
    }

    /** Ends no lease: their users close them before. Nothing is renewed any more. */
    @Override
    public void close() {
        timers.shutdownNow();
    }
}
