package dev.balancerdeployer.coordination;

import org.springframework.context.SmartLifecycle;

/**
 * Answers those who wait when the application begins to stop, before anything else does: the web
 * server's graceful stop comes later and waits for every request under way (SPEC O4).
 */
public final class EndOfWaits implements SmartLifecycle {

    private final Runnable close;
    private volatile boolean running;

    /**
     * @param close answers them
     */
    public EndOfWaits(Runnable close) {
        this.close = close;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        close.run();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** The default phase is the highest one, so it is the first to stop. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE;
    }
}
