package dev.balancerdeployer.coordination;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Semaphores of one process, by the time of the given clock. */
public final class InMemorySemaphores implements Semaphores {

    private static final Duration SILENCE = Duration.ofSeconds(2);

    private final Clock clock;
    private final TreeMap<String, State> states = new TreeMap<>();

    private static final class State {
        final SemaphoreName name;
        final int capacity;
        long fence;
        Instant brokenAt = Instant.EPOCH;
        final Map<String, Grant> holders = new LinkedHashMap<>();
        final Map<String, SemaphoreView.Waiter> waiters = new LinkedHashMap<>();
        final Map<String, Instant> lostAt = new HashMap<>();

        State(SemaphoreName name, int capacity) {
            this.name = name;
            this.capacity = capacity;
        }

        int used() {
            return holders.values().stream().mapToInt(Grant::weight).sum();
        }

        void leave(String attempt) {
            waiters.remove(attempt);
            lostAt.remove(attempt);
        }

        List<Grant> reap(Instant now) {
            var freed =
                    holders.values().stream().filter(it -> !it.expiresAt().isAfter(now)).toList();
            freed.forEach(it -> holders.remove(it.attempt()));
            for (var attempt : List.copyOf(waiters.keySet())) {
                if (!Objects.requireNonNull(lostAt.get(attempt)).isAfter(now)) {
                    leave(attempt);
                }
            }
            return freed;
        }

        SemaphoreView view() {
            return new SemaphoreView(
                    name,
                    capacity,
                    used(),
                    fence,
                    List.copyOf(holders.values()),
                    List.copyOf(waiters.values()));
        }
    }

    public InMemorySemaphores(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized void ensure(SemaphoreName name, int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity: (expected: 1 or more)");
        }
        states.computeIfAbsent(name.value(), _ -> new State(name, capacity));
    }

    @Override
    public synchronized Outcome acquire(Request request) {
        var state =
                state(request.name())
                        .orElseThrow(() -> new IllegalArgumentException("semaphore: (missing)"));
        if (request.weight() > state.capacity) {
            throw new IllegalArgumentException("weight: (expected: the capacity or less)");
        }
        var now = now();
        state.reap(now);
        var held = state.holders.get(request.attempt());
        if (held != null) {
            return new Outcome.Granted(held);
        }
        var ahead = ahead(state, request.attempt());
        var silent = state.brokenAt.plus(SILENCE).isAfter(now);
        if (ahead == 0 && !silent && state.used() + request.weight() <= state.capacity) {
            return new Outcome.Granted(grant(state, request, now));
        }
        if (request.queue()) {
            state.waiters.computeIfAbsent(
                    request.attempt(),
                    it -> new SemaphoreView.Waiter(it, request.owner(), request.weight(), now));
            state.lostAt.put(request.attempt(), now.plus(request.patience()));
        }
        return new Outcome.Waiting(ahead, state.view());
    }

    private static int ahead(State state, String attempt) {
        var line = new ArrayList<>(state.waiters.keySet());
        var place = line.indexOf(attempt);
        return place < 0 ? line.size() : place;
    }

    private static Grant grant(State state, Request request, Instant now) {
        state.leave(request.attempt());
        state.fence++;
        var grant =
                new Grant(
                        request.attempt(),
                        new Fence(state.name, state.fence),
                        request.owner(),
                        request.weight(),
                        request.ttl(),
                        now,
                        now.plus(request.ttl()),
                        request.runId());
        state.holders.put(request.attempt(), grant);
        return grant;
    }

    @Override
    public synchronized Optional<Grant> renew(Grant grant, @Nullable Duration ttl) {
        var wanted = ttl == null ? null : Semaphores.requireTtl(ttl);
        return current(grant.fence()).map(it -> extended(it, wanted == null ? it.ttl() : wanted));
    }

    private Grant extended(Grant held, Duration ttl) {
        var end = now().plus(ttl);
        if (end.isBefore(held.expiresAt())) {
            return held;
        }
        var extended =
                new Grant(
                        held.attempt(),
                        held.fence(),
                        held.owner(),
                        held.weight(),
                        ttl,
                        held.since(),
                        end,
                        held.runId());
        state(held.fence().semaphore())
                .ifPresent(it -> it.holders.replace(held.attempt(), extended));
        return extended;
    }

    @Override
    public synchronized boolean release(Grant grant) {
        var state = state(grant.fence().semaphore());
        if (state.isEmpty()) {
            return false;
        }
        var held = state.get().holders.get(grant.attempt());
        if (held == null || !held.fence().equals(grant.fence())) {
            return false;
        }
        state.get().holders.remove(grant.attempt());
        return true;
    }

    @Override
    public synchronized void leave(SemaphoreName name, String attempt) {
        state(name).ifPresent(it -> it.leave(attempt));
    }

    @Override
    public synchronized Optional<Grant> current(Fence fence) {
        return state(fence.semaphore()).stream()
                .flatMap(it -> it.holders.values().stream())
                .filter(it -> it.fence().equals(fence) && it.expiresAt().isAfter(now()))
                .findFirst();
    }

    @Override
    public synchronized List<Grant> reap(SemaphoreName name) {
        return state(name).map(it -> it.reap(now())).orElse(List.of());
    }

    @Override
    public synchronized Optional<SemaphoreView> breakHolders(SemaphoreName name) {
        state(name)
                .ifPresent(it -> {
                    it.holders.clear();
                    it.fence++;
                    it.brokenAt = now();
                });
        return find(name);
    }

    @Override
    public synchronized Optional<SemaphoreView> find(SemaphoreName name) {
        return state(name).map(this::view);
    }

    private SemaphoreView view(State state) {
        state.reap(now());
        return state.view();
    }

    @Override
    public synchronized Page<SemaphoreView> list(boolean leases, PageRequest page) {
        var after = page.after() == null ? "" : afterOf(page.after());
        var found =
                states.tailMap(after, false).values().stream()
                        .filter(it -> it.name.isLease() == leases)
                        .filter(it -> !leases || !it.holders.isEmpty())
                        .limit(page.limit() + 1L)
                        .map(this::view)
                        .toList();
        if (found.size() <= page.limit()) {
            return new Page<>(found, null);
        }
        var items = found.subList(0, page.limit());
        return new Page<>(items, "after:" + items.getLast().name());
    }

    private static String afterOf(String cursor) {
        if (!cursor.startsWith("after:")) {
            throw new IllegalArgumentException("after: not a cursor");
        }
        return cursor.substring("after:".length());
    }

    private Optional<State> state(SemaphoreName name) {
        return Optional.ofNullable(states.get(name.value()));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
