package dev.balancerdeployer.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LeaseSettingsTest {

    @Test
    void hasTheDefaultsOfTheSpecification() {
        var timing = new LeaseProperties(seconds(30), null, null).timing();

        assertThat(timing).isEqualTo(new LeaseTiming(seconds(30), seconds(10), seconds(24)));
    }

    @Test
    void keepsTheDefaultsUnderALongerTtl() {
        var timing = new LeaseProperties(Duration.ofHours(2), null, null).timing();

        assertThat(timing)
                .isEqualTo(new LeaseTiming(Duration.ofHours(2), seconds(10), seconds(24)));
    }

    @Test
    void scalesTheDefaultsDownWithAShorterTtl() {
        var timing = new LeaseProperties(seconds(3), null, null).timing();

        assertThat(timing)
                .isEqualTo(new LeaseTiming(seconds(3), seconds(1), Duration.ofMillis(2400)));
    }

    @Test
    void refusesTimesThatWouldNotKeepALease() {
        assertRefused("deployer.lease.ttl", Duration.ofMillis(999), null, null);
        assertRefused("deployer.lease.ttl", Duration.ofHours(3), null, null);
        assertRefused("deployer.lease.renew", seconds(30), seconds(24), seconds(24));
        assertRefused("deployer.lease.renew", seconds(30), Duration.ZERO, null);
        assertRefused("deployer.lease.fence-after", seconds(30), null, seconds(30));
    }

    @Test
    void refusesANameThatIsNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SemaphoreProperties("lease/x"))
                .withMessageStartingWith("deployer.semaphore.name: 'lease/x' (expected: ");
    }

    @Test
    void writesTheOwnerSoThatItIsOneWhateverTheHost() {
        var run = new RunId("r".repeat(128));

        assertThat(LeaseOwner.ofHost("_bd 1.example", 42).of(new RunId("run-1")))
                .isEqualTo("bd-1.example/42/run-1");
        assertThat(LeaseOwner.ofHost("", 42).of(new RunId("run-1"))).isEqualTo("host/42/run-1");
        assertThat(Names.requireOwner("owner", LeaseOwner.ofHost("h".repeat(300), 42).of(run)))
                .hasSize(128)
                .contains("/42/rrr");
        assertThat(Names.requireOwner("owner", LeaseOwner.ofThisProcess().of(run)))
                .contains("/" + ProcessHandle.current().pid() + "/");
    }

    private static void assertRefused(
            String setting, Duration ttl, @Nullable Duration renew, @Nullable Duration fenceAfter) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LeaseProperties(ttl, renew, fenceAfter).timing())
                .withMessageStartingWith(setting + ": '");
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }
}
