package dev.balancerdeployer.coordination;

import dev.balancerdeployer.coordination.Semaphores.Outcome;
import dev.balancerdeployer.coordination.Semaphores.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Leases for other programs, such as the cluster lock of the watcher (API.md section 3). Each name
 * has one holder at most. Programs go by the owner they name: one that asks again, through
 * whichever replica, has the lease or the place in the line that it had. Any call may throw {@link
 * StoreUnavailable}; it is safe to repeat. Thread-safe.
 */
public final class ProgramLeases {

    /** The longest wait of one call. */
    public static final Duration MAX_WAIT = Duration.ofSeconds(60);

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);

    private final Semaphores semaphores;
    private final Pace pace;
    private final AttemptIds attempts;

    ProgramLeases(Semaphores semaphores, Pace pace, AttemptIds attempts) {
        this.semaphores = semaphores;
        this.pace = pace;
        this.attempts = attempts;
    }

    /** What became of an {@link #acquire}. */
    public sealed interface Acquired {

        /**
         * The owner has the lease.
         *
         * @param leaseId the right to renew and release it, for the owner only
         * @param isNew whether it was granted by this call; false: the owner had it
         */
        record Granted(String leaseId, ProgramLease lease, boolean isNew) implements Acquired {}

        /**
         * Somebody else has it.
         *
         * @param holder owner of the lease, or else who is first in the line for it; null if nobody
         *     is, for two seconds after a break
         */
        record Held(@Nullable String holder) implements Acquired {}
    }

    /**
     * Asks for a lease. A caller that waits gets a place in the line, which it keeps for 10 s after
     * the call; one that does not wait keeps the place that it has, if it has one.
     *
     * @param ttl 1 s to 2 h; of no effect if the owner has the lease
     * @param wait 0 to 60 s, monotonic
     * @throws IllegalArgumentException if an argument is out of bounds
     */
    public Acquired acquire(String name, String owner, Duration ttl, Duration wait)
            throws InterruptedException {
        var semaphore = SemaphoreName.ofLease(name);
        Names.requireOwner("owner", owner);
        Semaphores.requireTtl(ttl);
        if (wait.isNegative() || wait.compareTo(MAX_WAIT) > 0) {
            throw new IllegalArgumentException("wait: %s (expected: 0s..60s)".formatted(wait));
        }
        var begin = pace.nanos();
        semaphores.ensure(semaphore, 1);
        var before = semaphores.find(semaphore);
        var held = before.flatMap(it -> holder(it, owner));
        if (held.isPresent()) {
            return granted(held.get(), false);
        }
        var place = before.flatMap(it -> place(it, owner));
        var request =
                new Request(
                        semaphore,
                        place.orElseGet(attempts::next),
                        owner,
                        1,
                        ttl,
                        null,
                        place.isPresent() || wait.isPositive());
        while (true) {
            var acquired = tryOnce(request);
            var left = wait.minus(pace.since(begin));
            if (acquired instanceof Acquired.Granted || !left.isPositive()) {
                return acquired;
            }
            pace.pause(left.compareTo(BETWEEN_TRIES) < 0 ? left : BETWEEN_TRIES);
        }
    }

    /**
     * Two calls of one owner at once may both come to stand in the line. Only one can be granted;
     * the other finds that out here, and its place is given up.
     */
    private Acquired tryOnce(Request request) {
        switch (semaphores.acquire(request)) {
            case Outcome.Granted(Grant grant) -> {
                return granted(grant, true);
            }
            case Outcome.Waiting(int _, SemaphoreView now) -> {
                var held = holder(now, request.owner());
                if (held.isEmpty()) {
                    return new Acquired.Held(first(now, request.owner()));
                }
                semaphores.leave(request.name(), request.attempt());
                return granted(held.get(), false);
            }
        }
    }

    private static Acquired granted(Grant grant, boolean isNew) {
        return new Acquired.Granted(LeaseId.of(grant).text(), ProgramLease.of(grant), isNew);
    }

    private static Optional<Grant> holder(SemaphoreView semaphore, String owner) {
        return semaphore.holders().stream().filter(it -> it.owner().equals(owner)).findFirst();
    }

    private static Optional<String> place(SemaphoreView semaphore, String owner) {
        return semaphore.waiting().stream()
                .filter(it -> it.owner().equals(owner))
                .map(SemaphoreView.Waiter::attempt)
                .findFirst();
    }

    private static @Nullable String first(SemaphoreView semaphore, String owner) {
        if (!semaphore.holders().isEmpty()) {
            return semaphore.holders().getFirst().owner();
        }
        return semaphore.waiting().stream()
                .map(SemaphoreView.Waiter::owner)
                .filter(it -> !it.equals(owner))
                .findFirst()
                .orElse(null);
    }

    /**
     * Extends a lease, never shortens it.
     *
     * @param ttl null: the last one
     * @return empty if it is lost, was released, or never was
     * @throws IllegalArgumentException if the ttl is out of bounds
     */
    public Optional<ProgramLease> renew(String leaseId, @Nullable Duration ttl) {
        if (ttl != null) {
            Semaphores.requireTtl(ttl);
        }
        return find(leaseId).flatMap(it -> semaphores.renew(it, ttl)).map(ProgramLease::of);
    }

    /**
     * Gives a lease back at once.
     *
     * @return false: nothing changed, for it is lost, was released, or never was
     */
    public boolean release(String leaseId) {
        return find(leaseId).filter(semaphores::release).isPresent();
    }

    private Optional<Grant> find(String leaseId) {
        var id = LeaseId.parse(leaseId);
        return id.flatMap(it -> semaphores.find(it.name())).stream()
                .flatMap(it -> it.holders().stream())
                .filter(it -> LeaseId.of(it).equals(id.orElseThrow()))
                .findFirst();
    }

    /** The leases that are held, by name. */
    public Page<ProgramLease> list(PageRequest page) {
        var held = new ArrayList<ProgramLease>();
        var next = page.after();
        do {
            var wanted = new PageRequest(page.limit() - held.size(), next);
            var semaphorePage = semaphores.list(true, wanted);
            semaphorePage.items().stream()
                    .flatMap(it -> it.holders().stream())
                    .map(ProgramLease::of)
                    .forEach(held::add);
            next = semaphorePage.next();
        } while (next != null && held.size() < page.limit());
        return new Page<>(held, next);
    }

    /**
     * Takes a lease from its holder, raises the fence, and grants nothing for 2 s. The line stays.
     *
     * @return the lease as it was; empty if nobody held it
     */
    public Optional<ProgramLease> breakLease(String name) {
        var semaphore = SemaphoreName.ofLease(name);
        var held =
                semaphores.find(semaphore).stream()
                        .flatMap(it -> it.holders().stream())
                        .findFirst();
        held.ifPresent(_ -> semaphores.breakHolders(semaphore));
        return held.map(ProgramLease::of);
    }
}
