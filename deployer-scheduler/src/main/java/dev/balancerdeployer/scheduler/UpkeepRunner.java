package dev.balancerdeployer.scheduler;

import dev.balancerdeployer.coordination.StoreUnavailable;
import dev.balancerdeployer.coordination.Upkeep;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Repeats every upkeep in the background, whatever becomes of a round. */
final class UpkeepRunner {

    private static final Logger log = LoggerFactory.getLogger(UpkeepRunner.class);
    private static final int MAX_THREADS = 8;

    private final List<Upkeep> upkeeps;
    private final ScheduledThreadPoolExecutor executor;
    private final Set<Upkeep> failing = ConcurrentHashMap.newKeySet();

    UpkeepRunner(Collection<Upkeep> upkeeps) {
        this.upkeeps = List.copyOf(upkeeps);
        this.executor =
                new ScheduledThreadPoolExecutor(
                        Math.clamp(upkeeps.size(), 1, MAX_THREADS),
                        Thread.ofPlatform().daemon().name("upkeep-", 1).factory());
    }

    /** Begins with a round of each at once. */
    void start() {
        for (var it : upkeeps) {
            var _ =
                    executor.scheduleWithFixedDelay(
                            () -> round(it), 0, it.every().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    void stop() {
        executor.shutdownNow();
    }

    private void round(Upkeep upkeep) {
        try {
            upkeep.round();
            if (failing.remove(upkeep)) {
                log.info("Upkeep '{}' works again", upkeep.name());
            }
        } catch (StoreUnavailable e) {
            if (!executor.isShutdown() && failing.add(upkeep)) {
                log.warn("Upkeep '{}' waits for the database: {}", upkeep.name(), e.getMessage());
            }
        } catch (RuntimeException e) {
            if (!executor.isShutdown() && failing.add(upkeep)) {
                log.error("Upkeep '{}' failed, tried again", upkeep.name(), e);
            }
        }
    }
}
