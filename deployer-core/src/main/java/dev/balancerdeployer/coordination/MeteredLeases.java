package dev.balancerdeployer.coordination;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** Measures how long runs wait for the semaphore, how long they have it, and its losses. */
final class MeteredLeases implements Leases {

    private final Leases leases;
    private final MeterRegistry registry;

    MeteredLeases(Leases leases, MeterRegistry registry) {
        this.leases = leases;
        this.registry = registry;
    }

    @Override
    public Optional<Lease> acquire(
            SemaphoreName name, RunId runId, Duration maxWait, BooleanSupplier goOn)
            throws InterruptedException {
        var job = job(runId);
        var wait = Timer.start(registry);
        try {
            return leases.acquire(name, runId, maxWait, goOn)
                    .map(it -> MeteredLease.of(it, registry, job));
        } finally {
            wait.stop(CoordinationMeter.SEMAPHORE_WAIT.described().timerIn(registry, job));
        }
    }

    /** Runs are called {@code JOB-N}. */
    private static String job(RunId run) {
        var name = run.value();
        var end = name.lastIndexOf('-');
        return end < 1 ? name : name.substring(0, end);
    }

    /** A lease that tells when it is over. */
    private static final class MeteredLease implements Lease {

        private final Lease lease;
        private final MeterRegistry registry;
        private final String job;
        private final Timer.Sample hold;
        private final AtomicBoolean over = new AtomicBoolean();

        private MeteredLease(Lease lease, MeterRegistry registry, String job) {
            this.lease = lease;
            this.registry = registry;
            this.job = job;
            this.hold = Timer.start(registry);
        }

        static Lease of(Lease lease, MeterRegistry registry, String job) {
            var metered = new MeteredLease(lease, registry, job);
            lease.onLost(metered::lost);
            return metered;
        }

        private void lost() {
            CoordinationMeter.LEASE_LOSSES.described().counterIn(registry, job).increment();
            end();
        }

        private void end() {
            if (over.compareAndSet(false, true)) {
                hold.stop(CoordinationMeter.SEMAPHORE_HOLD.described().timerIn(registry, job));
            }
        }

        @Override
        public void close() {
            lease.close();
            end();
        }

        @Override
        public Fence fence() {
            return lease.fence();
        }

        @Override
        public Instant expiresAt() {
            return lease.expiresAt();
        }

        @Override
        public boolean held() {
            return lease.held();
        }

        @Override
        public void onLost(Runnable action) {
            lease.onLost(action);
        }
    }
}
