package dev.balancerdeployer.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployertest.MutableClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random histories in virtual time, one call after the other (P-L1 to P-L4, P-L8, P-L12). */
class InMemorySemaphoresHistoriesTest {

    private static final int CALLS = 250;

    @Test
    void keepsItsPromisesInAHundredThousandCalls() {
        runRounds(400);
    }

    @Test
    @Tag("long")
    void keepsItsPromisesInMillionsOfCalls() {
        runRounds(20_000);
    }

    private static void runRounds(int rounds) {
        var seed = Long.getLong("seed", ThreadLocalRandom.current().nextLong());
        System.out.println("seed of the histories in memory: " + seed);
        var seeds = new Random(seed);
        var grants = 0L;
        for (var round = 0; round < rounds; round++) {
            grants += run(seeds.nextLong(), "seed %d, round %d".formatted(seed, round));
        }
        assertThat(grants).isGreaterThan(rounds * 10L);
    }

    private static long run(long seed, String where) {
        var random = new Random(seed);
        var name = new SemaphoreName("histories");
        var capacity = 3 + random.nextInt(5);
        var clock = new MutableClock();
        var semaphores = new InMemorySemaphores(clock);
        var history = new SemaphoreHistory(clock);
        semaphores.ensure(name, capacity);
        var clients = new ArrayList<SemaphoreClient>();
        for (var i = 0; i < 4; i++) {
            clients.add(new SemaphoreClient(i, name, capacity, semaphores, history, random));
        }
        var keeper = new SemaphoreKeeper(name, semaphores, history, clock, random);
        for (var i = 0; i < CALLS; i++) {
            clients.get(random.nextInt(clients.size())).act();
            keeper.act();
        }
        assertThat(SemaphoreHistoryCheck.faults(capacity, history.calls())).as(where).isEmpty();
        assertThat(keeper.frees(capacity)).as(where).isTrue();
        return grants(history.calls());
    }

    private static long grants(List<SemaphoreHistory.Call> calls) {
        return calls.stream()
                .filter(it ->
                        it.what() instanceof SemaphoreHistory.What.Asked asked
                                && asked.told() instanceof Semaphores.Outcome.Granted)
                .count();
    }
}
