package dev.balancerdeployer;

import java.time.Duration;

/**
 * Ends the process for good when a stop takes too long (SPEC O4); what was acknowledged is safe, as
 * it is when the process is killed.
 */
final class StopLimit {

    private static final Duration LIMIT = Duration.ofSeconds(18);

    /** As the shell counts a process that SIGTERM ended. */
    private static final int TERMINATED = 143;

    private StopLimit() {}

    /** Watches the stop of this process; for {@code main} only. */
    static void install() {
        Runtime.getRuntime().addShutdownHook(new Thread(StopLimit::watch, "stop-limit"));
    }

    /** The JVM waits for its hooks, but not for the daemon that this one starts. */
    private static void watch() {
        Thread.ofPlatform().daemon().name("stop-limit").start(StopLimit::halt);
    }

    private static void halt() {
        try {
            Thread.sleep(LIMIT);
        } catch (InterruptedException _) {
            // nobody interrupts it; being early is no harm
        }
        Runtime.getRuntime().halt(TERMINATED);
    }
}
