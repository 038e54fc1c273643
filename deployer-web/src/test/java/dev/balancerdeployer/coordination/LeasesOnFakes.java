package dev.balancerdeployer.coordination;

import java.util.Random;

/** Leases of other programs on any semaphores; time goes by only in their waits. */
public final class LeasesOnFakes {

    private LeasesOnFakes() {}

    public static ProgramLeases of(Semaphores semaphores) {
        return new ProgramLeases(semaphores, new ManualPace(), new AttemptIds(new Random(7)));
    }
}
