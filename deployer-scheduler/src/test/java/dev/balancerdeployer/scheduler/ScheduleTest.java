package dev.balancerdeployer.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {

    private static final CronSyntax NO_CRON =
            it -> {
                throw new IllegalArgumentException("no cron: " + it);
            };

    @ParameterizedTest
    @ValueSource(strings = {"off", " off ", "false"})
    void neverFiresWhenOff(String text) {
        var off = Schedule.parse(text, NO_CRON);

        assertThat(off).isEqualTo(new Schedule.Off());
        assertThat(off.nextAfter(Instant.EPOCH)).isEmpty();
        assertThat(off.lastUntil(Instant.EPOCH)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "every 5s,  2026-01-01T00:00:07.5Z, 2026-01-01T00:00:05Z, 2026-01-01T00:00:10Z",
        "every 15s, 2026-01-01T00:00:15Z,   2026-01-01T00:00:15Z, 2026-01-01T00:00:30Z",
        "every 7s,  1970-01-01T00:00:20Z,   1970-01-01T00:00:14Z, 1970-01-01T00:00:21Z",
        "every 1m,  2026-01-01T00:00:59.9Z, 2026-01-01T00:00:00Z, 2026-01-01T00:01:00Z",
        "every 1h,  2026-01-01T12:34:56Z,   2026-01-01T12:00:00Z, 2026-01-01T13:00:00Z",
    })
    void alignsPeriodsToTheEpoch(String text, Instant now, Instant last, Instant next) {
        var every = Schedule.parse(text, NO_CRON);

        assertThat(every.text()).isEqualTo(text);
        assertThat(every.lastUntil(now)).contains(last);
        assertThat(every.nextAfter(now)).contains(next);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "every",
                "every 0s",
                "every 5",
                "every -5s",
                "every 5d",
                "every 25h",
                "every s",
                "every 5s 5s",
                "every 9999999s",
                "Off",
                "",
                "on"
            })
    void refusesWhatIsNoSchedule(String text) {
        assertThatThrownBy(() -> Schedule.parse(text, NO_CRON))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
