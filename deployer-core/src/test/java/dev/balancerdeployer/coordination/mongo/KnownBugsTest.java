package dev.balancerdeployer.coordination.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.coordination.ForgetfulSemaphores;
import dev.balancerdeployer.coordination.Semaphores;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The histories notice every bug that is planted (P-T1): a survivor fails the build. */
class KnownBugsTest {

    private static final int ROUNDS = 150;

    @ParameterizedTest
    @EnumSource
    void isNoticed(SemaphoreBug bug) throws InterruptedException {
        try (var rounds = new SemaphoreRounds()) {
            bug.plantIn(rounds.mongo(), rounds.clock());
            assertThat(found(rounds)).as(bug.name()).isNotEmpty();
        }
    }

    @Test
    void noticesThatALostAnswerIsTakenForARefusal() throws InterruptedException {
        assertThat(found(ForgetfulSemaphores::new)).isNotEmpty();
    }

    @Test
    void noticesThatAllClientsOfAHostAreTakenForOne() throws InterruptedException {
        assertThat(found(ForgetfulSemaphores::ofOneHost)).isNotEmpty();
    }

    private static List<String> found(UnaryOperator<Semaphores> bug) throws InterruptedException {
        try (var rounds = new SemaphoreRounds()) {
            rounds.decorate(bug);
            return found(rounds);
        }
    }

    private static List<String> found(SemaphoreRounds rounds) throws InterruptedException {
        var seed = Long.getLong("seed", ThreadLocalRandom.current().nextLong());
        var seeds = new Random(seed);
        for (var round = 0; round < ROUNDS; round++) {
            var faults = rounds.play(seeds.nextLong(), round % 2 == 0 ? 12 : 0).faults();
            if (!faults.isEmpty()) {
                System.out.printf("seed %d, round %d: %s%n", seed, round, faults.getFirst());
                return faults;
            }
        }
        return List.of();
    }
}
