package dev.balancerdeployer.weights;

import org.springframework.context.SmartLifecycle;

/** Answers those who wait for other weights when the application begins to stop (SPEC O4). */
final class EndOfWeightWaits implements SmartLifecycle {

    private final CurrentWeights current;
    private volatile boolean running;

    EndOfWeightWaits(CurrentWeights current) {
        this.current = current;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        current.close();
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
