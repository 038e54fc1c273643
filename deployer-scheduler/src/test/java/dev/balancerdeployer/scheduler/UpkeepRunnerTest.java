package dev.balancerdeployer.scheduler;

import static org.awaitility.Awaitility.await;

import dev.balancerdeployer.coordination.StoreUnavailable;
import dev.balancerdeployer.coordination.Upkeep;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class UpkeepRunnerTest {

    @Test
    void goesOnAfterRoundsThatFail() {
        var rounds = new AtomicInteger();
        var runner =
                new UpkeepRunner(
                        List.of(
                                upkeep(() -> {
                                    throw switch (rounds.incrementAndGet() % 2) {
                                        case 0 ->
                                                new StoreUnavailable(
                                                        "down", new IllegalStateException());
                                        default -> new IllegalStateException("a bug");
                                    };
                                })));

        runner.start();

        await().until(() -> rounds.get() > 5);
        runner.stop();
    }

    private static Upkeep upkeep(Runnable round) {
        return new Upkeep() {
            @Override
            public String name() {
                return "test";
            }

            @Override
            public Duration every() {
                return Duration.ofMillis(1);
            }

            @Override
            public void round() {
                round.run();
            }
        };
    }
}
