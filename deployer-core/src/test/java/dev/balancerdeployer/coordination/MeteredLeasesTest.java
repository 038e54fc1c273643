package dev.balancerdeployer.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MeteredLeasesTest {

    private final MockClock clock = new MockClock();
    private final SimpleMeterRegistry registry =
            new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
    private final OnePermit permit = new OnePermit();
    private final Leases leases = new MeteredLeases(permit, registry);

    @Test
    void measuresHowLongARunWaitedAndHeld() throws InterruptedException {
        try (var lease = acquire()) {
            assertThat(lease.held()).isTrue();
            clock.add(Duration.ofSeconds(5));
        }

        assertThat(waits().count()).isEqualTo(1);
        assertThat(holds().count()).isEqualTo(1);
        assertThat(holds().totalTime(TimeUnit.SECONDS)).isEqualTo(5);
        assertThat(losses()).isZero();
    }

    @Test
    void measuresAWaitThatWasInVain() throws InterruptedException {
        permit.take("somebody");

        var lease =
                leases.acquire(
                        OnePermit.NAME,
                        new RunId("unpauser-7"),
                        Duration.ofHours(1),
                        () -> {
                            clock.add(Duration.ofSeconds(3));
                            return false;
                        });

        assertThat(lease).isEmpty();
        assertThat(waits().totalTime(TimeUnit.SECONDS)).isEqualTo(3);
        assertThat(holds().count()).isZero();
    }

    @Test
    void countsALossAndEndsTheHoldWithIt() throws InterruptedException {
        var lease = acquire();
        clock.add(Duration.ofSeconds(2));

        permit.lose();
        clock.add(Duration.ofSeconds(60));
        lease.close();

        assertThat(losses()).isEqualTo(1);
        assertThat(holds().count()).isEqualTo(1);
        assertThat(holds().totalTime(TimeUnit.SECONDS)).isEqualTo(2);
    }

    private Lease acquire() throws InterruptedException {
        return leases.acquire(
                        OnePermit.NAME, new RunId("unpauser-7"), Duration.ofHours(1), () -> true)
                .orElseThrow();
    }

    private Timer waits() {
        return CoordinationMeter.SEMAPHORE_WAIT.described().timerIn(registry, "unpauser");
    }

    private Timer holds() {
        return CoordinationMeter.SEMAPHORE_HOLD.described().timerIn(registry, "unpauser");
    }

    private double losses() {
        return CoordinationMeter.LEASE_LOSSES.described().counterIn(registry, "unpauser").count();
    }
}
