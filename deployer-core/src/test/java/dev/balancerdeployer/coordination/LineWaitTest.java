package dev.balancerdeployer.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.coordination.Semaphores.Outcome.Waiting;
import dev.balancerdeployer.coordination.Semaphores.Request;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often one who waits asks (SPEC C3). */
class LineWaitTest {

    @ParameterizedTest
    @CsvSource({
        "0, 30, 40",
        "1, 30, 60",
        "10, 30, 240",
        "500, 30, 1000",
        "500, 1, 250",
        "0, 1, 40"
    })
    void asksTheMoreSeldomTheMoreStandBeforeItAndOftenEnoughToKeepItsPlace(
            int ahead, int ttlSeconds, int millis) {
        var name = new SemaphoreName("S");
        var request =
                new Request(
                        name,
                        "0123456789abcdef0123456789abcdef",
                        "a",
                        1,
                        Duration.ofSeconds(ttlSeconds),
                        null,
                        true);
        var answer = new Waiting(ahead, new SemaphoreView(name, 1, 0, 0, List.of(), List.of()));

        assertThat(LineWait.after(answer, request)).isEqualTo(Duration.ofMillis(millis));
    }
}
