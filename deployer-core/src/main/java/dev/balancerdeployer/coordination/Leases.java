package dev.balancerdeployer.coordination;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Waits for permits and keeps them alive (SPEC C2). */
public interface Leases {

    /**
     * Waits in the line of a semaphore until granted, first come first served, and keeps the lease
     * renewed until it is closed or lost. A store that cannot be reached is waited for too.
     *
     * @param runId the run it is for; also part of the owner that others see
     * @param maxWait at most how long, monotonic; zero: one try without a place in the line
     * @param goOn asked at least once a second while waiting; false gives up the place
     * @return empty if there was no permit in time or {@code goOn} said stop
     * @throws InterruptedException if the thread was interrupted; the place is given up
     */
    Optional<Lease> acquire(SemaphoreName name, RunId runId, Duration maxWait, BooleanSupplier goOn)
            throws InterruptedException;
}
