package dev.balancerdeployer.coordination;

import dev.balancerdeployertest.MutableClock;
import java.time.Duration;

class InMemorySemaphoresTest extends SemaphoresContract {

    private final MutableClock clock = new MutableClock();
    private final Semaphores semaphores = new InMemorySemaphores(clock);

    @Override
    protected Semaphores semaphores() {
        return semaphores;
    }

    @Override
    protected void age(SemaphoreName name, Duration by) {
        clock.advance(by);
    }
}
