package dev.balancerdeployer.coordination;

import dev.balancerdeployer.coordination.JobEntry.Running;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A run under way, as its job sees it. */
final class LiveRun implements RunContext {

    private final JobName job;
    private final Running running;
    private final @Nullable Lease lease;
    private final @Nullable WriteGuard guard;
    private final JobLedger ledger;
    private final Audit audit;

    private final AtomicInteger changes = new AtomicInteger();
    private final AtomicReference<@Nullable Instant> lastNotAfter = new AtomicReference<>();
    private final AtomicReference<@Nullable String> end = new AtomicReference<>();

    LiveRun(
            JobName job,
            Running running,
            @Nullable Lease lease,
            WriteGuards guards,
            JobLedger ledger,
            Audit audit) {
        this.job = job;
        this.running = running;
        this.lease = lease;
        this.guard = lease == null ? null : guards.of(lease.fence());
        this.ledger = ledger;
        this.audit = audit;
    }

    @Override
    public RunId runId() {
        return running.plan().runId();
    }

    @Override
    public JobName job() {
        return job;
    }

    @Override
    public String requestedBy() {
        return running.plan().requestedBy();
    }

    @Override
    public boolean scheduled() {
        return !running.plan().fires().isEmpty();
    }

    @Override
    public Instant startedAt() {
        return running.startedAt();
    }

    @Override
    public Fence fence() {
        if (lease == null) {
            throw new IllegalStateException(job + " does not run under the semaphore");
        }
        return lease.fence();
    }

    @Override
    public WriteGuard guard() {
        if (guard == null) {
            throw new IllegalStateException(job + " does not run under the semaphore");
        }
        return guard;
    }

    @Override
    public void checkpoint() throws InterruptedException {
        var reason = end().orElse(null);
        if (reason != null || Thread.interrupted()) {
            throw new InterruptedException(reason);
        }
    }

    @Override
    public void changed(RunChange change) {
        ledger.append(runId(), changes.incrementAndGet(), change);
        var namespace = change.namespace();
        var target = namespace == null ? "jobs/" + job : "namespaces/" + namespace;
        audit.record(Audit.Entry.done(Actor.self(), change.kind(), target, change.detail()));
    }

    @Override
    public void unanswered(Instant notAfter) {
        lastNotAfter.updateAndGet(it -> it == null || notAfter.isAfter(it) ? notAfter : it);
    }

    /** When the last write that got no answer can no longer land. */
    Optional<Instant> lastNotAfter() {
        return Optional.ofNullable(lastNotAfter.get());
    }

    /** The run must not go on; the first reason stays. */
    void endWith(String reason) {
        end.compareAndSet(null, reason);
    }

    /**
     * Why the run must not go on. It looks at the clock itself: after a stall the run may notice
     * something before the watch over its lease does.
     */
    Optional<String> end() {
        if (lease != null && !lease.held()) {
            endWith(RunConduct.LEASE_LOST);
        }
        return Optional.ofNullable(end.get());
    }
}
