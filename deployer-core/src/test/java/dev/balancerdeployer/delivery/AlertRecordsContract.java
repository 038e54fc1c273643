package dev.balancerdeployer.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.delivery.AlertRecords.Filter;
import dev.balancerdeployer.delivery.AlertRecords.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every store of alerts does (SPEC D15, C8). */
public abstract class AlertRecordsContract {

    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final Filter ANY = new Filter(null, null);

    protected abstract AlertRecords records();

    @Test
    void readsBackAllThatWasStored() {
        var record =
                record("a1", 1, T0).telling(AlertEvent.Kind.FIRING, T0).taken(T0.plusSeconds(3));

        assertThat(records().insert(record)).isTrue();

        assertThat(records().find(new AlertId("a1")).orElseThrow().record()).isEqualTo(record);
        assertThat(records().latest("key").orElseThrow().record()).isEqualTo(record);
        assertThat(records().find(new AlertId("a2"))).isEmpty();
        assertThat(records().latest("other")).isEmpty();
    }

    @Test
    void insertsAnAlertOnce() {
        assertThat(records().insert(record("a1", 1, T0))).isTrue();
        assertThat(records().insert(record("a1", 1, T0.plusSeconds(1)))).isFalse();
    }

    @Test
    void refusesTheSecondOfTwoWritersOfTheSameRevision() {
        records().insert(record("a1", 1, T0));
        var read = records().find(new AlertId("a1")).orElseThrow();

        assertThat(records().replace(read, resolved(read.record(), T0.plusSeconds(5)))).isTrue();
        assertThat(records().replace(read, read.record().remindingAt(T0.plusSeconds(9)))).isFalse();

        assertThat(records().firing()).isEmpty();
        assertThat(records().list(ANY, null, 10).getFirst().state())
                .isEqualTo(Alert.State.RESOLVED);
    }

    @Test
    void findsWhatIsDueAndUntoldTheLongestDueFirst() {
        for (var i = 1; i <= 5; i++) {
            var told = record("a" + i, i, T0);
            var untold = told.telling(AlertEvent.Kind.FIRING, T0);
            records().insert(i == 3 ? told : untold.postponed(T0.plusSeconds(10 - i)));
        }

        assertThat(due(T0.plusSeconds(8), 9)).containsExactly("a5", "a4", "a2");
        assertThat(due(T0.plusSeconds(8), 2)).containsExactly("a5", "a4");
        assertThat(due(T0.plusSeconds(5), 9)).containsExactly("a5");
        assertThat(due(T0.plusSeconds(5).minusMillis(1), 9)).isEmpty();
    }

    @Test
    void ofThoseDueAtOnceTheLowestIdComesFirst() {
        for (var id : List.of("a2", "a3", "a1")) {
            records().insert(record(id, 1, T0).telling(AlertEvent.Kind.FIRING, T0));
        }

        assertThat(due(T0, 2)).containsExactly("a1", "a2");
    }

    @Test
    void listsNewestFirstPageByPageAndFiltered() {
        for (var i = 1; i <= 3; i++) {
            records().insert(record("a" + i, i, T0.plusSeconds(i)));
        }
        var second = records().find(new AlertId("a2")).orElseThrow();
        records().replace(second, resolved(second.record(), T0.plusSeconds(9)));

        assertThat(ids(records().list(ANY, null, 2))).containsExactly("a3", "a2");
        assertThat(ids(records().list(ANY, new Position(T0.plusSeconds(2), new AlertId("a2")), 2)))
                .containsExactly("a1");
        assertThat(ids(records().list(new Filter(Alert.State.FIRING, null), null, 9)))
                .containsExactly("a3", "a1");
        assertThat(ids(records().list(new Filter(Alert.State.RESOLVED, null), null, 9)))
                .containsExactly("a2");
        assertThat(records().list(new Filter(null, AlertKind.STAGE_STUCK), null, 9)).isEmpty();
        assertThat(records().latest("key").orElseThrow().record().number()).isEqualTo(3);
    }

    @Test
    void forgetsWhatEndedLongAgoAndCountsWhatWasNotTold() {
        records().insert(resolved(record("a1", 1, T0), T0.plusSeconds(1)));
        records()
                .insert(
                        resolved(record("a2", 2, T0), T0.plusSeconds(1))
                                .telling(AlertEvent.Kind.RESOLVED, T0));
        records().insert(resolved(record("a3", 3, T0), T0.plusSeconds(60)));
        records().insert(record("a4", 4, T0).telling(AlertEvent.Kind.FIRING, T0));

        assertThat(records().forget(T0.plusSeconds(30))).isEqualTo(1);
        assertThat(ids(records().list(ANY, null, 9))).containsExactly("a4", "a3");
        assertThat(records().forget(T0.plusSeconds(60))).isZero();
        assertThat(records().forget(T0.plusSeconds(61))).isZero();
        assertThat(ids(records().list(ANY, null, 9))).containsExactly("a4");
    }

    private List<String> due(Instant now, int limit) {
        return ids(records().due(now, limit).stream().map(it -> it.record().alert()).toList());
    }

    private static List<String> ids(List<Alert> alerts) {
        return alerts.stream().map(it -> it.id().value()).toList();
    }

    private static AlertRecord record(String id, int number, Instant since) {
        var alert =
                new Alert(
                        new AlertId(id),
                        AlertKind.PAUSE_OVERDUE,
                        new NamespaceId("maps"),
                        new LocationId("sas"),
                        since,
                        null,
                        "because");
        return new AlertRecord(
                alert, "key", number, since.plus(Duration.ofHours(4)), List.of(), 0, since);
    }

    private static AlertRecord resolved(AlertRecord record, Instant at) {
        var alert = record.alert();
        return record.with(
                new Alert(
                        alert.id(),
                        alert.kind(),
                        alert.namespace(),
                        alert.location(),
                        alert.since(),
                        at,
                        alert.summary()));
    }
}
