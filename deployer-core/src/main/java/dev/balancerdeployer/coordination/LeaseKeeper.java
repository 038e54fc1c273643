package dev.balancerdeployer.coordination;

import dev.balancerdeployer.coordination.Semaphores.Request;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Leases on semaphores of capacity 1, which it creates when they are first wanted. Thread-safe. */
public final class LeaseKeeper implements Leases {

    private final Semaphores semaphores;
    private final LeaseTiming timing;
    private final Pace pace;
    private final LeaseOwner owner;
    private final AttemptIds attempts;

    LeaseKeeper(
            Semaphores semaphores,
            LeaseTiming timing,
            Pace pace,
            LeaseOwner owner,
            AttemptIds attempts) {
        this.semaphores = semaphores;
        this.timing = timing;
        this.pace = pace;
        this.owner = owner;
        this.attempts = attempts;
    }

    @Override
    public Optional<Lease> acquire(
            SemaphoreName name, RunId runId, Duration maxWait, BooleanSupplier goOn)
            throws InterruptedException {
        var request =
                new Request(
                        name,
                        attempts.next(),
                        owner.of(runId),
                        1,
                        timing.ttl(),
                        runId,
                        maxWait.isPositive());
        return new PermitWait(semaphores, timing, pace, request, goOn).await(maxWait);
    }
}
