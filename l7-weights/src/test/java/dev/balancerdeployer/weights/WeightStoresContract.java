package dev.balancerdeployer.weights;

import static dev.balancerdeployer.weights.Weighty.defaults;
import static dev.balancerdeployer.weights.Weighty.points;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.weights.ConfigRecord.Keyed;
import dev.balancerdeployer.weights.ConfigRecord.Pending;
import dev.balancerdeployer.weights.FiledAnswers.Filed;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What every store of weights keeps (SPEC C8). */
@NullMarked
public abstract class WeightStoresContract {

    private static final AtomicInteger IDS = new AtomicInteger();
    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00.123Z");
    private static final PerLocation<Integer> POINTS =
            points("a.b SAS=60 MSK=40 V.L=0; video SAS=100");
    private static final PerLocation<Weight> DEFAULTS =
            defaults("a.b SAS=0.000001 MSK=1e6 V.L=0; video SAS=7");

    private final ConfigId id = new ConfigId("config.%d".formatted(IDS.incrementAndGet()));

    protected abstract ConfigRecords configs();

    protected abstract VersionHistory history();

    protected abstract FiledAnswers answers();

    protected abstract EndedShifts ended();

    @Test
    void keepsAConfigAsItIs() {
        var record = record(1, 1);
        assertThat(configs().find(id)).isEmpty();

        assertThat(configs().insert(record)).isTrue();

        assertThat(configs().find(id)).contains(record);
        assertThat(configs().insert(record(2, 1))).isFalse();
        assertThat(configs().find(id)).contains(record);
    }

    /** With the longest names, as many shifts, and as much pending as there may ever be. */
    @Test
    void keepsTheLargestConfig() {
        var rows = new TreeMap<Component, SortedMap<Location, Integer>>();
        var names = new ArrayList<Location>();
        IntStream.range(0, ConfigDecision.MAX_LOCATIONS)
                .forEach(it -> names.add(new Location("L%063d".formatted(it))));
        for (var row = 0; row < ConfigDecision.MAX_CELLS / ConfigDecision.MAX_LOCATIONS; row++) {
            var points = new TreeMap<Location, Integer>();
            names.forEach(it -> points.put(it, points.size() < 100 ? 1 : 0));
            rows.put(new Component("C%063d".formatted(row)), points);
        }
        var full = new PerLocation<>(rows);
        var plain = new Pending("u:1", 2, line(2, full), null, null);
        var answer = new Answer.Stepped(id, 1, 2, 3, true, full, full, full, 2, false);
        var keyed = new Keyed(new IdempotencyKey("k", "digest"), answer);
        var largest = new Pending("k:k", 2, line(2, full), null, keyed);
        var left = List.of(largest, plain, plain);
        assertThat(weights(left)).isBetween(85_000, Finishing.MANY_WEIGHTS - 1);
        var added = List.of(largest);
        assertThat(weights(added)).isEqualTo(Batch.MOST_WEIGHTS);
        var pending = new ArrayList<>(left);
        pending.addAll(added);
        var away = new TreeSet<>(names);
        var shifts = Collections.nCopies(ShiftDecision.MAX_AWAY / names.size(), shift(away));
        var config = new WeightsConfig(id, 2, weights(full), full, SafetyRules.DEFAULT, shifts);
        var record = new ConfigRecord(config, 1, NOON, "ann", "why", pending);

        assertThat(configs().insert(record)).isTrue();

        assertThat(configs().find(id)).contains(record);
    }

    private static int weights(List<Pending> pending) {
        return pending.stream().mapToInt(Pending::weights).sum();
    }

    private static PerLocation<Weight> weights(PerLocation<Integer> points) {
        var rows = new TreeMap<Component, SortedMap<Location, Weight>>();
        points.components()
                .forEach((component, row) -> {
                    var weights = new TreeMap<Location, Weight>();
                    row.forEach((location, it) -> weights.put(location, Weight.of(it)));
                    rows.put(component, weights);
                });
        return new PerLocation<>(rows);
    }

    @Test
    void replacesAtOneRevOnly() {
        assertThat(configs().replace(1, record(2, 1))).isFalse();
        configs().insert(record(1, 1));

        assertThat(configs().replace(2, record(2, 1))).isFalse();
        assertThat(configs().replace(1, record(2, 1))).isTrue();
        assertThat(configs().replace(1, record(3, 1))).isFalse();

        assertThat(configs().find(id)).contains(record(2, 2));
    }

    @Test
    void raisesTheRevAlone() {
        assertThat(configs().raise(id, 1)).isFalse();
        configs().insert(record(1, 1));

        assertThat(configs().raise(id, 2)).isFalse();
        assertThat(configs().raise(id, 1)).isTrue();

        assertThat(configs().find(id)).contains(record(1, 2));
        assertThat(configs().replace(1, record(2, 1))).isFalse();
    }

    @Test
    void listsByName() {
        configs().insert(record(1, 1));
        var after = new PageRequest(1, null);
        var seen = new ArrayList<ConfigRecords.Summary>();
        while (true) {
            var page = configs().list(after);
            seen.addAll(page.items());
            if (page.next() == null) {
                break;
            }
            after = new PageRequest(1, page.next());
        }

        assertThat(seen).contains(new ConfigRecords.Summary(id, 1));
        assertThat(seen).extracting(it -> it.id().value()).isSorted().doesNotHaveDuplicates();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> configs().list(new PageRequest(1, "x")));
    }

    @Test
    void findsConfigsWhoseShiftsEnd() {
        configs().insert(record(1, 1));

        assertThat(configs().withShiftsEnding(NOON.plusSeconds(59))).doesNotContain(id);
        assertThat(configs().withShiftsEnding(NOON.plusSeconds(60))).contains(id);
        configs().replace(1, withoutShifts());
        assertThat(configs().withShiftsEnding(NOON.plusSeconds(99))).doesNotContain(id);
    }

    @Test
    void filesLinesOnce() {
        history().file(List.of(line(1)));
        var other = new Line(id, 1, "other", POINTS, POINTS, Cause.PUT, "bob", null, rules(), NOON);
        history().file(List.of(other, line(3)));
        history().file(List.of(other));

        assertThat(history().find(id, 1)).contains(line(1));
        assertThat(history().find(id, 2)).isEmpty();
        assertThat(history().find(id, 1, 5)).containsExactly(line(3), line(1));
        assertThat(history().find(id, 5, 4)).isEmpty();
        assertThat(history().find(new ConfigId("another"), 1)).isEmpty();
    }

    @Test
    void theFirstAnswerUnderAKeyWins() {
        var key = new IdempotencyKey("a $ key.of/mine", "digest");
        assertThat(answers().find(id, key.key())).isEmpty();
        for (var answer : List.of(stepped(), saved(), shifted())) {
            var own = new IdempotencyKey(key.key() + answer.getClass(), "digest");
            var filed = new Filed(own, answer, NOON);
            assertThat(answers().file(id, filed)).isEqualTo(filed);
            assertThat(answers().file(id, new Filed(own, answer.published(99), NOON)))
                    .isEqualTo(filed);
            assertThat(answers().find(id, own.key())).contains(filed);
        }
        assertThat(answers().find(new ConfigId("another"), key.key())).isEmpty();
    }

    @Test
    void forgetsOldAnswers() {
        var old = new Filed(new IdempotencyKey("old", "d"), stepped(), NOON);
        var kept = new Filed(new IdempotencyKey("kept", "d"), stepped(), NOON.plusMillis(1));
        answers().file(id, old);
        answers().file(id, kept);

        answers().forget(NOON.plusMillis(1));

        assertThat(answers().find(id, List.of("old", "kept", "none"))).containsExactly(kept);
        assertThat(answers().find(id, "old")).isEmpty();
        assertThat(answers().find(id, "kept")).contains(kept);
    }

    @Test
    void keepsShiftsThatAreOver() {
        var over = shift().ended(Shift.State.CANCELLED, NOON.plusSeconds(5));
        assertThat(ended().find(id, over.id())).isEmpty();

        assertThat(ended().file(id, over)).isTrue();
        assertThat(ended().file(id, over)).isFalse();

        assertThat(ended().find(id, over.id())).contains(over);
        assertThat(ended().since(id, NOON.plusSeconds(5))).containsExactly(over);
        assertThat(ended().since(id, NOON.plusSeconds(6))).isEmpty();
        assertThat(ended().since(new ConfigId("another"), NOON)).isEmpty();
        ended().forget(NOON.plusSeconds(5));
        assertThat(ended().find(id, over.id())).contains(over);
        ended().forget(NOON.plusSeconds(6));
        assertThat(ended().find(id, over.id())).isEmpty();
    }

    private ConfigRecord record(long version, long rev) {
        var safety = new SafetyRules(2, new BigDecimal("0.50"), 30);
        var config = new WeightsConfig(id, version, DEFAULTS, POINTS, safety, List.of(shift()));
        var over = shift().ended(Shift.State.EXPIRED, NOON);
        var key = new IdempotencyKey("key.$", "digest");
        var pending =
                List.of(
                        new Pending("u:1", version, line(version), over, null),
                        new Pending("k:2", version, null, null, new Keyed(key, stepped())));
        return new ConfigRecord(config, rev, NOON, "ann", "why", pending);
    }

    private ConfigRecord withoutShifts() {
        var config = new WeightsConfig(id, 2, DEFAULTS, POINTS, SafetyRules.DEFAULT, List.of());
        return new ConfigRecord(config, 1, NOON, "ann", null, List.of());
    }

    private Line line(long version) {
        return line(version, POINTS);
    }

    private Line line(long version, PerLocation<Integer> points) {
        var rules = rules();
        rules.add(SafetyRule.MAX_STEP);
        return new Line(id, version, "u:1", points, points, Cause.SET, "ann", "why", rules, NOON);
    }

    private static SortedSet<SafetyRule> rules() {
        return new TreeSet<>();
    }

    private static Shift shift() {
        return shift(new TreeSet<>(List.of(new Location("V.L"))));
    }

    private static Shift shift(SortedSet<Location> away) {
        return new Shift(
                new ShiftId("s-1"),
                away,
                new TreeSet<>(List.of(new Component("a.b"))),
                true,
                Shift.State.ACTIVE,
                NOON,
                NOON.plus(Duration.ofMinutes(1)),
                null,
                "maintenance",
                "ann");
    }

    private Answer stepped() {
        return new Answer.Stepped(id, 1, 2, 3, true, POINTS, POINTS, POINTS, 2, false);
    }

    private Answer saved() {
        return new Answer.Saved(id, 0, 1, DEFAULTS, SafetyRules.DEFAULT, 1);
    }

    private Answer shifted() {
        return new Answer.Shifted(id, 1, 2, shift(), 2);
    }
}
