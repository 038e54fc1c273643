package dev.balancerdeployer.coordination;

import dev.balancerdeployer.coordination.SemaphoreHistory.What;
import dev.balancerdeployertest.MutableClock;
import java.time.Duration;
import java.util.Random;

/** What happens around the clients of a semaphore: time goes by, people break it, it is reaped. */
public final class SemaphoreKeeper {

    private static final int KEEPER = -1;

    private final SemaphoreName name;
    private final Semaphores semaphores;
    private final SemaphoreHistory history;
    private final MutableClock clock;
    private final Random random;

    public SemaphoreKeeper(
            SemaphoreName name,
            Semaphores semaphores,
            SemaphoreHistory history,
            MutableClock clock,
            Random random) {
        this.name = name;
        this.semaphores = semaphores;
        this.history = history;
        this.clock = clock;
        this.random = random;
    }

    /** Does one thing. */
    public void act() {
        var dice = random.nextInt(100);
        if (dice < 2) {
            breakHolders();
        } else if (dice < 4) {
            semaphores.reap(name);
        } else {
            clock.advance(Duration.ofMillis(random.nextInt(longest(dice))));
        }
    }

    private static int longest(int dice) {
        if (dice < 60) {
            return 150;
        }
        if (dice < 90) {
            return 1_500;
        }
        return dice < 98 ? 11_000 : 45_000;
    }

    private void breakHolders() {
        history.record(KEEPER, () -> new What.Broken(semaphores.breakHolders(name).orElseThrow()));
    }

    /** Whether all that was ever granted can be had again once everybody is silent. */
    public boolean frees(int capacity) {
        clock.advance(Duration.ofHours(3));
        semaphores.reap(name);
        var all =
                new Semaphores.Request(
                        name,
                        "f".repeat(32),
                        "keeper",
                        capacity,
                        Duration.ofSeconds(1),
                        null,
                        false);
        return semaphores.acquire(all) instanceof Semaphores.Outcome.Granted;
    }
}
