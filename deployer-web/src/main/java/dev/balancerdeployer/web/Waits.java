package dev.balancerdeployer.web;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Requests that wait for something; a stop of the process ends their wait at once (SPEC O4). */
@Component
public class Waits implements SmartLifecycle {

    private final Set<Thread> waiting = new HashSet<>();
    private boolean running;

    /**
     * Waits on the caller's thread.
     *
     * @throws InterruptedException if the process stops
     */
    public <T> T during(Callable<T> wait) throws Exception {
        synchronized (waiting) {
            if (!running) {
                throw new InterruptedException("stopping");
            }
            waiting.add(Thread.currentThread());
        }
        try {
            return wait.call();
        } finally {
            synchronized (waiting) {
                waiting.remove(Thread.currentThread());
                // an interrupt that came too late must not reach the writing of the answer
                Thread.interrupted();
            }
        }
    }

    @Override
    public void start() {
        synchronized (waiting) {
            running = true;
        }
    }

    @Override
    public void stop() {
        synchronized (waiting) {
            running = false;
            waiting.forEach(Thread::interrupt);
        }
    }

    @Override
    public boolean isRunning() {
        synchronized (waiting) {
            return running;
        }
    }

    /** Ends before the server begins to wait for the requests that are under way. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
