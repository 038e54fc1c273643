package dev.balancerdeployer.coordination.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random interleavings of the single commands of many clients, with commands and answers that get
 * lost, come late or twice (P-L1 to P-L4, P-L8, P-L9, P-L12). {@code -Dseed=} plays the same rounds
 * again.
 */
class MongoSemaphoresHistoriesTest {

    private static final SemaphoreRounds ROUNDS = new SemaphoreRounds();

    @AfterAll
    static void stop() {
        ROUNDS.close();
    }

    @Test
    void keepsItsPromises() throws InterruptedException {
        play(20);
    }

    @Test
    @Tag("long")
    void keepsItsPromisesInAMillionCalls() throws InterruptedException {
        play(1_000_000 / (SemaphoreRounds.CLIENTS * SemaphoreRounds.CALLS));
    }

    @Test
    void playsTheSameRoundAgain() throws InterruptedException {
        var seed = ThreadLocalRandom.current().nextLong();

        var first = ROUNDS.play(seed, 12).calls();
        var second = ROUNDS.play(seed, 12).calls();

        assertThat(second.toString().replaceAll("s-\\d+", "s"))
                .isEqualTo(first.toString().replaceAll("s-\\d+", "s"));
    }

    /** Every third round without trouble, so that the history leaves less open. */
    private static void play(int rounds) throws InterruptedException {
        var seed = Long.getLong("seed", ThreadLocalRandom.current().nextLong());
        System.out.println("seed of the histories on MongoDB: " + seed);
        var seeds = new Random(seed);
        for (var round = 0; round < rounds; round++) {
            var played = ROUNDS.play(seeds.nextLong(), round % 3 == 0 ? 0 : 25);
            assertThat(played.faults()).as("seed %d, round %d", seed, round).isEmpty();
        }
    }
}
