package dev.balancerdeployer.delivery.registry;

import org.springframework.context.SmartLifecycle;

/** Answers waiting nodes when the application begins to stop (SPEC O4). */
final class EndOfWaits implements SmartLifecycle {

    private final NodeTargets targets;
    private volatile boolean running;

    EndOfWaits(NodeTargets targets) {
        this.targets = targets;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        targets.close();
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
