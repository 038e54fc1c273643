package dev.balancerdeployer.coordination;

import java.time.Instant;
import java.util.List;

/**
 * A semaphore as a reader sees it: live holders and live waiters only.
 *
 * @param used sum of the holders' weights
 * @param fence the newest number given out; 0 before the first grant
 * @param holders oldest first
 * @param waiting first in line first
 */
public record SemaphoreView(
        SemaphoreName name,
        int capacity,
        int used,
        long fence,
        List<Grant> holders,
        List<Waiter> waiting) {

    public SemaphoreView {
        holders = List.copyOf(holders);
        waiting = List.copyOf(waiting);
    }

    /**
     * One place in the line.
     *
     * @param attempt the id under which it was asked for: the right to it, as {@link
     *     Grant#attempt}, so never shown
     * @param since database time
     */
    public record Waiter(String attempt, String owner, int weight, Instant since) {}
}
