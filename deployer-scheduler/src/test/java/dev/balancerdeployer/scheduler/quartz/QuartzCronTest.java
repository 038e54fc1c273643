package dev.balancerdeployer.scheduler.quartz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balancerdeployer.scheduler.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuartzCronTest {

    private static Schedule cron(String text) {
        return Schedule.parse(text, new QuartzCron());
    }

    @ParameterizedTest
    @CsvSource({
        "0 */5 * * * ?,      2026-01-01T00:07:00Z,   2026-01-01T00:05:00Z, 2026-01-01T00:10:00Z",
        "0 */5 * * * ?,      2026-01-01T00:05:00Z,   2026-01-01T00:05:00Z, 2026-01-01T00:10:00Z",
        "0 */5 * * * ?,      2026-01-01T00:04:59.9Z, 2026-01-01T00:00:00Z, 2026-01-01T00:05:00Z",
        "0 30 3 * * ?,       2026-03-29T03:00:00Z,   2026-03-28T03:30:00Z, 2026-03-29T03:30:00Z",
        "0 0 12 29 2 ?,      2027-01-01T00:00:00Z,   2024-02-29T12:00:00Z, 2028-02-29T12:00:00Z",
        "* * 5 * * ?,        2026-01-01T09:00:00Z,   2026-01-01T05:59:59Z, 2026-01-02T05:00:00Z",
    })
    void knowsTheInstantsAroundAnother(String text, Instant now, Instant last, Instant next) {
        assertThat(cron(text).lastUntil(now)).contains(last);
        assertThat(cron(text).nextAfter(now)).contains(next);
    }

    @Test
    void findsTheLastInstantThatGoingForwardsFinds() {
        var seed = new Random().nextLong();
        var random = new Random(seed);
        for (var i = 0; i < 50; i++) {
            var minutes = 1 + random.nextInt(30);
            var cron = cron("%d */%d * * * ?".formatted(random.nextInt(60), minutes));
            var now = Instant.ofEpochMilli(1_700_000_000_000L + random.nextLong(100_000_000_000L));

            var expected = now.minus(Duration.ofHours(2));
            for (var it = cron.nextAfter(expected).orElseThrow();
                    !it.isAfter(now);
                    it = cron.nextAfter(it).orElseThrow()) {
                expected = it;
            }

            assertThat(cron.lastUntil(now)).as("seed %d", seed).contains(expected);
        }
    }

    @Test
    void hasNoLastInstantBeforeTheFirst() {
        var cron = cron("0 0 0 1 1 ? 2030");

        assertThat(cron.lastUntil(Instant.parse("2026-01-01T00:00:00Z"))).isEmpty();
        assertThat(cron.nextAfter(Instant.parse("2031-01-01T00:00:00Z"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/5 * * * *", "0 0 25 * * ?", "0 */5 * * * *", "every5s", "x"})
    void refusesWhatIsNoExpression(String text) {
        assertThatThrownBy(() -> cron(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
