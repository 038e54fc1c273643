package dev.balancerdeployer.coordination;

/** The meters of jobs and leases (SPEC O3); docs/metrics.md lists them. */
public enum CoordinationMeter {
    JOB_RUNS(
            MeterDescription.counter(
                    "deployer.job.runs", "runs", "Runs that ended, by how", "job", "outcome")),
    JOB_RUN(
            MeterDescription.timer(
                    "deployer.job.run",
                    "From the start of a run to its end; without abandoned runs",
                    "job")),
    SEMAPHORE_WAIT(
            MeterDescription.timer(
                    "deployer.semaphore.wait",
                    "How long a run waited for the semaphore, till it had it or gave up",
                    "job")),
    SEMAPHORE_HOLD(
            MeterDescription.timer(
                    "deployer.semaphore.hold",
                    "How long a run had the semaphore, till it gave it back or lost it",
                    "job")),
    LEASE_LOSSES(
            MeterDescription.counter(
                    "deployer.lease.losses",
                    "leases",
                    "Leases that a run lost while it held them",
                    "job")),
    CHANGES(
            MeterDescription.counter(
                    "deployer.changes", "changes", "What runs changed, by kind", "kind"));

    private final MeterDescription described;

    CoordinationMeter(MeterDescription described) {
        this.described = described;
    }

    public MeterDescription described() {
        return described;
    }
}
