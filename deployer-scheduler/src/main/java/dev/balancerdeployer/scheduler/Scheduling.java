package dev.balancerdeployer.scheduler;

import dev.balancerdeployer.coordination.JobName;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;

/**
 * Begins to fire when the application is ready, in the background, and stops before the jobs do.
 */
final class Scheduling implements ApplicationListener<ApplicationReadyEvent>, SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Scheduling.class);

    private final Map<JobName, Schedule> schedules;
    private final FireSource source;
    private final UpkeepRunner upkeeps;
    private final AtomicBoolean running = new AtomicBoolean();
    private final AtomicBoolean begun = new AtomicBoolean();

    Scheduling(Map<JobName, Schedule> schedules, FireSource source, UpkeepRunner upkeeps) {
        this.schedules = schedules;
        this.source = source;
        this.upkeeps = upkeeps;
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        if (begun.compareAndSet(false, true)) {
            Thread.ofPlatform().daemon().name("scheduling").start(this::begin);
        }
    }

    private void begin() {
        if (!running.get()) {
            return;
        }
        upkeeps.start();
        source.start(schedules);
        schedules.forEach((job, it) -> log.info("Job {} fires: {}", job, it.text()));
    }

    /** Nothing yet: the application is not ready. */
    @Override
    public void start() {
        running.set(true);
    }

    @Override
    public void stop() {
        running.set(false);
        upkeeps.stop();
    }

    @Override
    public boolean isRunning() {
        return running.get();
    }
}
