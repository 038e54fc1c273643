package dev.balancerdeployer.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balancerdeployer.coordination.JobName;
import dev.balancerdeployer.coordination.Schedules.Shown;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfiguredSchedulesTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final JobName OTHER = new JobName("attrs-x");

    /** Takes what begins with a zero. */
    private static final CronSyntax CRON =
            text -> {
                if (!text.startsWith("0 ")) {
                    throw new IllegalArgumentException("begins with no 0");
                }
                return instant -> Optional.of(instant.plusSeconds(1));
            };

    private static ConfiguredSchedules with(Map<String, String> settings) {
        return new ConfiguredSchedules(
                List.of(JobName.DEPLOYER, JobName.UNPAUSER, OTHER), settings, CRON);
    }

    @Test
    void fallsBackToTheDefaultOfAJob() {
        var schedules = with(Map.of());

        assertThat(schedules.of(JobName.DEPLOYER, NOW))
                .isEqualTo(new Shown("0 */5 * * * ?", true, NOW.plusSeconds(1)));
        assertThat(schedules.of(JobName.UNPAUSER, NOW).text()).isEqualTo("0 */30 * * * ?");
        assertThat(schedules.of(OTHER, NOW)).isEqualTo(new Shown("off", false, null));
        assertThat(schedules.all()).containsOnlyKeys(JobName.DEPLOYER, JobName.UNPAUSER, OTHER);
    }

    @Test
    void takesTheSettings() {
        var schedules =
                with(Map.of("deployer", "off", "unpauser", "every 15s", "ATTRSX", "every 1h"));

        assertThat(schedules.of(JobName.DEPLOYER, NOW)).isEqualTo(new Shown("off", false, null));
        assertThat(schedules.of(JobName.UNPAUSER, NOW))
                .isEqualTo(new Shown("every 15s", true, NOW.plusSeconds(15)));
        assertThat(schedules.of(OTHER, NOW).enabled()).isTrue();
    }

    @Test
    void takesTheSettingOfAKnownJobThatDoesNotExistYet() {
        assertThat(with(Map.of("puller", "off")).all()).doesNotContainKey(new JobName("puller"));
    }

    @Test
    void refusesAnUnknownJobAndNamesTheOnesThereAre() {
        assertThatThrownBy(() -> with(Map.of("deploier", "off")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "deployer.schedule.deploier: no such job (expected: one of attrs-x,"
                                + " deployer, monitor, puller, unpauser)");
    }

    @Test
    void refusesABadScheduleAndSaysWhatWasExpected() {
        assertThatThrownBy(() -> with(Map.of("unpauser", "ever 5s")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("deployer.schedule.unpauser: 'ever 5s' (expected: a Quartz")
                .hasMessageEndingWith("begins with no 0");
        assertThatThrownBy(() -> with(Map.of("puller", "every 5")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("deployer.schedule.puller: 'every 5' (expected: ");
    }
}
