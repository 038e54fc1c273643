package dev.balancerdeployer.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balancerdeployer.coordination.JobName;
import dev.balancerdeployer.coordination.StoreUnavailable;
import dev.balancerdeployertest.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MissedFiresTest {

    private final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T00:00:07Z"));
    private final List<Instant> fired = new ArrayList<>();
    private boolean down;

    private final MissedFires missed =
            new MissedFires(
                    Map.of(
                            JobName.DEPLOYER,
                            new Schedule.Every("every 5s", Duration.ofSeconds(5)),
                            JobName.UNPAUSER,
                            new Schedule.Off()),
                    clock::instant,
                    (_, key) -> {
                        if (down) {
                            throw new StoreUnavailable("down", new IllegalStateException());
                        }
                        fired.add(key);
                    });

    @Test
    void handsInTheLastScheduledInstantAndNeverNow() {
        missed.round();

        assertThat(fired).containsExactly(Instant.parse("2026-01-01T00:00:05Z"));
    }

    @Test
    void handsInTheNewestOfSeveralMissedOnesOnly() {
        missed.round();
        clock.advance(Duration.ofHours(3));
        missed.round();
        missed.round();

        assertThat(fired)
                .containsExactly(
                        Instant.parse("2026-01-01T00:00:05Z"),
                        Instant.parse("2026-01-01T03:00:05Z"));
    }

    @Test
    void handsInAgainWhatTheDatabaseDidNotTake() {
        down = true;
        assertThatThrownBy(missed::round).isInstanceOf(StoreUnavailable.class);
        down = false;
        missed.round();

        assertThat(fired).hasSize(1);
    }
}
