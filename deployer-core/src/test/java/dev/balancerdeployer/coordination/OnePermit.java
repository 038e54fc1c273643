package dev.balancerdeployer.coordination;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A semaphore with one permit, as far as the runner needs it. */
final class OnePermit implements Leases, Semaphores {

    static final SemaphoreName NAME = new SemaphoreName("S");

    final Set<SemaphoreName> reaped = new HashSet<>();
    volatile @Nullable String holder;
    final AtomicInteger asked = new AtomicInteger();
    final AtomicInteger grants = new AtomicInteger();
    final AtomicInteger lines = new AtomicInteger();
    private long fence;
    private @Nullable String expired;
    private @Nullable Held lease;

    @Override
    public Optional<Lease> acquire(
            SemaphoreName name, RunId runId, Duration maxWait, BooleanSupplier goOn)
            throws InterruptedException {
        lines.incrementAndGet();
        while (true) {
            synchronized (this) {
                if (holder == null) {
                    grants.incrementAndGet();
                    var granted = new Held(fence(take(runId.value())));
                    lease = granted;
                    return Optional.of(granted);
                }
            }
            asked.incrementAndGet();
            if (!goOn.getAsBoolean()) {
                return Optional.empty();
            }
            synchronized (this) {
                wait(5);
            }
        }
    }

    synchronized long take(String owner) {
        holder = owner;
        return ++fence;
    }

    synchronized void free() {
        holder = null;
        notifyAll();
    }

    synchronized Fence fence() {
        return fence(fence);
    }

    private static Fence fence(long number) {
        return new Fence(NAME, number);
    }

    synchronized void lose() {
        free();
        var lost = lease;
        if (lost != null) {
            lost.held = false;
            lost.lost.forEach(Runnable::run);
        }
    }

    /** The holder is dead, and whoever looks next takes its permit out. */
    synchronized void expire() {
        expired = holder;
    }

    synchronized void expireSilently() {
        var lost = lease;
        if (lost != null) {
            lost.held = false;
        }
    }

    @Override
    public synchronized Optional<Grant> current(Fence wanted) {
        var owner = holder;
        return owner != null && wanted.number() == fence
                ? Optional.of(grant(owner))
                : Optional.empty();
    }

    private Grant grant(String owner) {
        return new Grant(
                "0".repeat(32),
                fence(),
                owner,
                1,
                Duration.ofSeconds(30),
                Instant.EPOCH,
                Instant.EPOCH,
                null);
    }

    @Override
    public synchronized List<Grant> reap(SemaphoreName name) {
        reaped.add(name);
        var dead = expired;
        if (dead == null) {
            return List.of();
        }
        expired = null;
        free();
        return List.of(grant(dead));
    }

    @Override
    public synchronized Optional<SemaphoreView> find(SemaphoreName name) {
        var owner = holder;
        return Optional.of(
                new SemaphoreView(
                        name,
                        1,
                        1,
                        fence,
                        owner == null ? List.of() : List.of(grant(owner)),
                        List.of()));
    }

    @Override
    public void ensure(SemaphoreName name, int capacity) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Outcome acquire(Request request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Grant> renew(Grant grant, @Nullable Duration ttl) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean release(Grant grant) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void leave(SemaphoreName name, String attempt) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<SemaphoreView> breakHolders(SemaphoreName name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Page<SemaphoreView> list(boolean leases, PageRequest page) {
        throw new UnsupportedOperationException();
    }

    private final class Held implements Lease {

        final Fence mine;
        final List<Runnable> lost = new CopyOnWriteArrayList<>();
        volatile boolean held = true;

        Held(Fence mine) {
            this.mine = mine;
        }

        @Override
        public Fence fence() {
            return mine;
        }

        @Override
        public Instant expiresAt() {
            return Instant.EPOCH;
        }

        @Override
        public boolean held() {
            return held;
        }

        @Override
        public void onLost(Runnable action) {
            lost.add(action);
        }

        @Override
        public void close() {
            if (held) {
                held = false;
                free();
            }
        }
    }
}
