package dev.balancerdeployer.coordination;

import dev.balancerdeployer.coordination.SemaphoreHistory.What;
import dev.balancerdeployer.coordination.Semaphores.Outcome;
import dev.balancerdeployer.coordination.Semaphores.Outcome.Granted;
import dev.balancerdeployer.coordination.Semaphores.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * One client of a semaphore that does anything at random: it asks and asks again, renews, releases,
 * looks, leaves, crashes, and comes back with what it knew before. It writes down what it is told.
 */
public final class SemaphoreClient {

    private final int number;
    private final SemaphoreName name;
    private final int capacity;
    private final Semaphores semaphores;
    private final SemaphoreHistory history;
    private final Random random;

    /** What it once knew: permits that may be gone, and attempts to come back with. */
    private final List<Grant> old = new ArrayList<>();

    private @Nullable Request request;
    private @Nullable Grant grant;

    /**
     * @param number its name in the history
     */
    public SemaphoreClient(
            int number,
            SemaphoreName name,
            int capacity,
            Semaphores semaphores,
            SemaphoreHistory history,
            Random random) {
        this.number = number;
        this.name = name;
        this.capacity = capacity;
        this.semaphores = semaphores;
        this.history = history;
        this.random = random;
    }

    /** Makes one call. */
    public void act() {
        var dice = random.nextInt(100);
        if (dice < 3) {
            crash();
        } else if (dice < 13 && !old.isEmpty()) {
            comeBack(old.get(random.nextInt(old.size())));
        } else if (grant == null) {
            wait(dice);
        } else {
            hold(grant, dice);
        }
    }

    /** It forgets; its permit and its place are left to themselves. */
    private void crash() {
        request = null;
        grant = null;
    }

    /** Like a process that wakes up from a long stop. */
    private void comeBack(Grant stale) {
        switch (random.nextInt(6)) {
            case 0 -> renew(stale, null);
            case 1 -> renew(stale, ttl());
            case 2 -> release(stale);
            default -> {
                if (request == null) {
                    request = requestOf(stale.attempt(), stale.weight());
                    ask(request);
                }
            }
        }
    }

    private void wait(int dice) {
        if (request == null) {
            request = requestOf(attempt(), 1 + random.nextInt(Math.min(5, capacity)));
        }
        if (dice >= 94) {
            leave(request.attempt());
            request = null;
        } else {
            ask(request);
        }
    }

    private void hold(Grant held, int dice) {
        if (dice < 35) {
            renew(held, null);
        } else if (dice < 45) {
            renew(held, ttl());
        } else if (dice < 55) {
            history.record(number, () -> looked(held));
        } else if (dice < 65 && request != null) {
            ask(request);
        } else if (dice < 68) {
            leave(held.attempt());
        } else if (dice < 76) {
            releaseAnEarlierOne(held);
        } else {
            release(held);
        }
    }

    /** As a thread of its does that has slept since. */
    private void releaseAnEarlierOne(Grant held) {
        old.stream()
                .filter(it -> it.attempt().equals(held.attempt()) && !it.equals(held))
                .filter(it -> !it.fence().equals(held.fence()))
                .findFirst()
                .ifPresent(this::release);
    }

    private void ask(Request asked) {
        var told = history.record(number, () -> asked(asked)).told();
        if (told instanceof Granted(Grant granted)) {
            grant = granted;
            old.add(granted);
            if (old.size() > 4) {
                old.removeFirst();
            }
        }
    }

    private void renew(Grant held, @Nullable Duration ttl) {
        var answer = history.record(number, () -> renewed(held, ttl));
        if (answer.told() && held.equals(grant)) {
            forgetIf(answer.now() == null);
            grant = answer.now();
        }
    }

    private void release(Grant held) {
        var answer = history.record(number, () -> released(held));
        if (answer.told() && held.equals(grant)) {
            forgetIf(true);
        }
    }

    private void leave(String attempt) {
        history.record(number, () -> left(attempt));
    }

    private void forgetIf(boolean gone) {
        if (gone) {
            crash();
        }
    }

    // ---- calls; one whose answer is lost is one of which nobody knows what it did

    private What.Asked asked(Request asked) {
        Outcome told = null;
        try {
            told = semaphores.acquire(asked);
        } catch (StoreUnavailable _) {
            // unknown
        }
        return new What.Asked(asked.attempt(), asked.weight(), asked.queue(), told);
    }

    private What.Renewed renewed(Grant held, @Nullable Duration ttl) {
        try {
            return new What.Renewed(held, ttl, true, semaphores.renew(held, ttl).orElse(null));
        } catch (StoreUnavailable _) {
            return new What.Renewed(held, ttl, false, null);
        }
    }

    private What.Looked looked(Grant held) {
        try {
            return new What.Looked(held, true, semaphores.current(held.fence()).orElse(null));
        } catch (StoreUnavailable _) {
            return new What.Looked(held, false, null);
        }
    }

    private What.Released released(Grant held) {
        try {
            return new What.Released(held, true, semaphores.release(held));
        } catch (StoreUnavailable _) {
            return new What.Released(held, false, false);
        }
    }

    private What.Left left(String attempt) {
        try {
            semaphores.leave(name, attempt);
            return new What.Left(attempt, true);
        } catch (StoreUnavailable _) {
            return new What.Left(attempt, false);
        }
    }

    private Request requestOf(String attempt, int weight) {
        var queue = random.nextInt(10) < 7;
        return new Request(name, attempt, "client-" + number, weight, ttl(), null, queue);
    }

    private Duration ttl() {
        return Duration.ofMillis(1_000L + random.nextInt(random.nextBoolean() ? 4_000 : 39_000));
    }

    private String attempt() {
        return "%016x%016x".formatted(random.nextLong(), random.nextLong());
    }
}
