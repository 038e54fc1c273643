package dev.balancerdeployer.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployertest.MutableClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OldAlertsTest {

    private static final Duration KEPT = Duration.ofDays(90);

    private final MutableClock clock = new MutableClock();
    private final InMemoryAlertRecords records = new InMemoryAlertRecords();
    private final OldAlerts old = new OldAlerts(records, clock::instant, KEPT);

    @Test
    void forgetsInTimeWhatNobodyCouldBeToldOfAndSaysSo() {
        endsUntold();
        clock.advance(KEPT);
        assertThat(Logged.by(OldAlerts.class, old::round)).isEmpty();
        assertThat(stored()).hasSize(1);

        clock.advance(Duration.ofMillis(1));

        assertThat(Logged.by(OldAlerts.class, old::round))
                .singleElement()
                .asString()
                .startsWith("1 alerts");
        assertThat(stored()).isEmpty();
        assertThat(Logged.by(OldAlerts.class, old::round)).isEmpty();
    }

    @Test
    void forgetsNothingThatFires() {
        book().keep(List.of(finding()), _ -> true);
        clock.advance(KEPT.multipliedBy(2));

        old.round();

        assertThat(stored()).hasSize(1);
    }

    private void endsUntold() {
        book().keep(List.of(finding()), _ -> true);
        book().keep(List.of(), _ -> true);
    }

    private AlertBook book() {
        return new AlertBook(records, clock::instant, Duration.ofHours(4), true);
    }

    private List<Alert> stored() {
        return records.list(new AlertRecords.Filter(null, null), null, 9);
    }

    private static Finding finding() {
        return new Finding(AlertKind.UNPAUSER_SILENT, null, null, null, "because");
    }
}
