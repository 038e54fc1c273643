package dev.balancerdeployer.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balancerdeployer.coordination.ItsValues.Outcome.Exists;
import dev.balancerdeployer.coordination.ItsValues.Outcome.Missing;
import dev.balancerdeployer.coordination.ItsValues.Outcome.Saved;
import dev.balancerdeployer.coordination.ItsValues.Outcome.Stale;
import dev.balancerdeployertest.MutableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store of ITS values keeps (SPEC C4). */
public abstract class ItsValuesContract {

    private static final AtomicInteger PATHS = new AtomicInteger();
    private static final Actor ANN = new Actor("ann", "192.0.2.1");
    private static final Actor BOB = new Actor("bob", null);

    private final MutableClock clock = new MutableClock();
    private final ItsPath path = new ItsPath("test/value-" + PATHS.incrementAndGet());

    /** The store under test, with that time as the database's. */
    protected abstract ItsValues values(DatabaseTime time);

    private ItsValues values() {
        return values(clock::instant);
    }

    @Test
    void hasNothingAtAPathThatNeverWas() {
        var values = values();

        assertThat(values.find(path)).isEmpty();
        assertThat(values.findLinearizable(path, Duration.ofSeconds(1))).isEmpty();
        assertThat(values.history(path, PageRequest.first(10))).isEmpty();
        assertThat(values.replace(path, 1, "1", ANN, null)).isEqualTo(new Missing());
        assertThat(values.delete(path, 1, ANN, null)).isEqualTo(new Missing());
    }

    @Test
    void createsAndReplacesAndDeletes() {
        var values = values();

        var first = values.create(path, "{\"a\": 1}", ANN, "why");
        clock.advance(Duration.ofSeconds(3));
        var second = values.replace(path, 1, "2", BOB, null);
        var third = values.delete(path, 2, ANN, "away");

        var start = new MutableClock().instant();
        assertThat(first)
                .isEqualTo(
                        new Saved(new ItsValue(path, "{\"a\": 1}", 1, "ann", "why", start, false)));
        assertThat(second)
                .isEqualTo(
                        new Saved(
                                new ItsValue(
                                        path, "2", 2, "bob", null, start.plusSeconds(3), false)));
        assertThat(third)
                .isEqualTo(
                        new Saved(
                                new ItsValue(
                                        path,
                                        "null",
                                        3,
                                        "ann",
                                        "away",
                                        start.plusSeconds(3),
                                        true)));
        assertThat(values.find(path)).isEmpty();
        assertThat(values.findLinearizable(path, Duration.ofSeconds(1))).isEmpty();
    }

    @Test
    void aNumberOnlyMovesForward() {
        var values = values();
        assertThat(values.findNumber(path)).isZero();

        assertThat(values.advance(path, 7, ANN)).isEqualTo(7);
        assertThat(values.advance(path, 7, ANN)).isEqualTo(7);
        assertThat(values.advance(path, 6, BOB)).isEqualTo(7);
        assertThat(values.advance(path, 10, BOB)).isEqualTo(10);

        assertThat(values.findNumber(path)).isEqualTo(10);
        var stored = values.find(path).orElseThrow();
        assertThat(stored.json()).isEqualTo("10");
        assertThat(stored.version()).isEqualTo(2);
        assertThat(stored.author()).isEqualTo("bob");
    }

    @Test
    void aNumberReplacesWhatIsNone() {
        var values = values();
        values.create(path, "\"7\"", ANN, null);
        assertThat(values.findNumber(path)).isZero();

        assertThat(values.advance(path, 3, ANN)).isEqualTo(3);
        values.delete(path, 2, ANN, null);
        assertThat(values.findNumber(path)).isZero();
        assertThat(values.advance(path, 2, ANN)).isEqualTo(2);

        assertThat(values.find(path).map(ItsValue::version)).hasValue(4L);
    }

    @Test
    void ofManyWhoMoveANumberTheFarthestWins() throws Exception {
        var values = values();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var moves =
                    IntStream.rangeClosed(1, 20)
                            .<Callable<Boolean>>mapToObj(
                                    number -> () -> values.advance(path, number, ANN) >= number)
                            .toList();
            for (var move : threads.invokeAll(moves)) {
                assertThat(move.get()).isTrue();
            }
        }

        assertThat(values.findNumber(path)).isEqualTo(20);
    }

    @Test
    void findsWhatWasSaved() {
        var values = values();

        var saved = values.create(path, "true", ANN, null);

        assertThat(values.find(path).map(Saved::new)).hasValue((Saved) saved);
        assertThat(values.findLinearizable(path, Duration.ofSeconds(1)).map(Saved::new))
                .hasValue((Saved) saved);
    }

    @Test
    void growsTheVersionOverDeletionAndCreation() {
        var values = values();
        values.create(path, "1", ANN, null);
        values.delete(path, 1, ANN, null);

        var again = values.create(path, "1", ANN, null);

        assertThat(version(again)).isEqualTo(3);
        assertThat(values.find(path).map(ItsValue::version)).hasValue(3L);
    }

    @Test
    void refusesWritersOfAnOldVersion() {
        var values = values();
        values.create(path, "1", ANN, null);
        values.replace(path, 1, "2", ANN, null);

        assertThat(values.replace(path, 1, "3", BOB, null)).isEqualTo(new Stale(2));
        assertThat(values.replace(path, 3, "3", BOB, null)).isEqualTo(new Stale(2));
        assertThat(values.delete(path, 1, BOB, null)).isEqualTo(new Stale(2));
        assertThat(values.create(path, "3", BOB, null)).isEqualTo(new Exists(2));
        assertThat(values.find(path).map(ItsValue::json)).hasValue("2");
        assertThat(versions(values)).containsExactly(2L, 1L);
    }

    @Test
    void takesNoChangeOfADeletedValueButItsCreation() {
        var values = values();
        values.create(path, "1", ANN, null);
        values.delete(path, 1, ANN, null);

        assertThat(values.replace(path, 2, "3", BOB, null)).isEqualTo(new Missing());
        assertThat(values.delete(path, 2, BOB, null)).isEqualTo(new Missing());
        assertThat(versions(values)).containsExactly(2L, 1L);
    }

    @Test
    void createsForTheFirstTimeOnlyOnceInItsLife() {
        var values = values();

        assertThat(version(values.createFirst(path, "1", ANN, null))).isEqualTo(1);
        assertThat(values.createFirst(path, "2", ANN, null)).isEqualTo(new Exists(1));
        values.delete(path, 1, ANN, null);

        assertThat(values.createFirst(path, "2", ANN, null)).isEqualTo(new Exists(2));
        assertThat(values.find(path)).isEmpty();
    }

    @Test
    void keepsPathsApart() {
        var values = values();
        var below = new ItsPath(path + "/below");
        var dotted = new ItsPath(path + ".below");
        values.create(path, "1", ANN, null);
        values.create(below, "2", ANN, null);
        values.create(dotted, "3", ANN, null);
        values.replace(below, 1, "4", ANN, null);

        assertThat(values.find(path).map(ItsValue::json)).hasValue("1");
        assertThat(values.find(below).map(ItsValue::json)).hasValue("4");
        assertThat(values.find(dotted).map(ItsValue::json)).hasValue("3");
        assertThat(versions(values)).containsExactly(1L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"$set\": {\"a.b\": 1}}",
                " { \"b\":1,  \"a\":1.10e5 } ",
                "\"\u00fc\ud83d\ude00\\u0000\"",
                "12345678901234567890.123456789",
                "null",
                "[]"
            })
    void keepsTheTextAsItIs(String json) {
        var values = values();

        values.create(path, json, ANN, null);
        values.replace(path, 1, json, ANN, null);

        assertThat(values.find(path).map(ItsValue::json)).hasValue(json);
        assertThat(history(values, 10)).extracting(ItsValue::json).containsExactly(json, json);
    }

    @Test
    void holdsSixtyFourKibibytesAndNoMore() {
        var values = values();
        var most = "\"" + "\u00fc".repeat((ItsValue.MAX_BYTES - 2) / 2) + "\"";

        values.create(path, most, ANN, null);

        assertThat(values.find(path).map(ItsValue::json)).hasValue(most);
        assertThatThrownBy(() -> values.replace(path, 1, most + " ", ANN, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("value: 65537 bytes (expected: at most 65536)");
        assertThat(versions(values)).containsExactly(1L);
    }

    @Test
    void pagesTheHistoryNewestFirst() {
        var values = values();
        values.create(path, "1", ANN, "one");
        values.delete(path, 1, BOB, "two");
        values.create(path, "3", ANN, null);
        for (var version = 3; version <= 7; version++) {
            values.replace(path, version, "x", ANN, null);
        }

        var all = history(values, 500);

        assertThat(all)
                .extracting(ItsValue::version)
                .containsExactly(8L, 7L, 6L, 5L, 4L, 3L, 2L, 1L);
        assertThat(all.getLast())
                .isEqualTo(
                        new ItsValue(
                                path, "1", 1, "ann", "one", new MutableClock().instant(), false));
        assertThat(all.get(6))
                .isEqualTo(ItsValue.tombstone(path, 2, "bob", "two", new MutableClock().instant()));
        for (var limit = 1; limit <= 9; limit++) {
            assertThat(history(values, limit)).isEqualTo(all);
        }
    }

    @Test
    void goesOnWithAPageWhileNewerVersionsAppear() {
        var values = values();
        values.create(path, "1", ANN, null);
        values.replace(path, 1, "2", ANN, null);
        values.replace(path, 2, "3", ANN, null);
        var first = values.history(path, PageRequest.first(1)).orElseThrow();
        values.replace(path, 3, "4", ANN, null);

        var second = values.history(path, new PageRequest(2, first.next())).orElseThrow();

        assertThat(first.items()).extracting(ItsValue::version).containsExactly(3L);
        assertThat(second.items()).extracting(ItsValue::version).containsExactly(2L, 1L);
        assertThat(second.next()).isNull();
    }

    @Test
    void refusesACursorOfSomethingElse() {
        var values = values();
        var other = new ItsPath(path + "/other");
        for (var it : List.of(path, other)) {
            values.create(it, "1", ANN, null);
            values.replace(it, 1, "2", ANN, null);
        }
        var foreign = values.history(other, PageRequest.first(1)).orElseThrow().next();

        for (var cursor : new String[] {foreign, "", "x", "MQ", "\u00e4"}) {
            assertThatThrownBy(() -> values.history(path, new PageRequest(1, cursor)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("after: ");
        }
    }

    @Test
    void neverGoesBackInTime() {
        var values = values();
        values.create(path, "1", ANN, null);
        clock.advance(Duration.ofMinutes(-1));
        values.replace(path, 1, "2", ANN, null);
        values.delete(path, 2, ANN, null);

        assertThat(history(values, 10))
                .extracting(ItsValue::updatedAt)
                .containsOnly(new MutableClock().instant());
    }

    @Test
    void letsExactlyOneOfManyWritersOfAVersionWin() throws Exception {
        var values = values();
        values.create(path, "0", ANN, null);

        for (var round = 1L; round <= 10; round++) {
            var expected = round;
            var outcomes =
                    together(8, i -> values.replace(path, expected, String.valueOf(i), ANN, null));

            assertThat(outcomes).filteredOn(Saved.class::isInstance).hasSize(1);
            assertThat(outcomes)
                    .filteredOn(it -> !(it instanceof Saved))
                    .containsOnly(new Stale(expected + 1));
        }
        assertThat(versions(values)).hasSize(11);
    }

    @Test
    void letsExactlyOneOfManyCreatorsWin() throws Exception {
        var values = values();

        var first = together(8, i -> values.createFirst(path, String.valueOf(i), ANN, null));
        values.delete(path, 1, ANN, null);
        var second = together(8, i -> values.create(path, String.valueOf(i), ANN, null));

        assertThat(first).filteredOn(Saved.class::isInstance).hasSize(1);
        assertThat(second).filteredOn(Saved.class::isInstance).hasSize(1);
        assertThat(versions(values)).containsExactly(3L, 2L, 1L);
    }

    private static long version(ItsValues.Outcome outcome) {
        return ((Saved) outcome).value().version();
    }

    private List<Long> versions(ItsValues values) {
        return history(values, 500).stream().map(ItsValue::version).toList();
    }

    private List<ItsValue> history(ItsValues values, int limit) {
        var all = new ArrayList<ItsValue>();
        var page = values.history(path, PageRequest.first(limit)).orElseThrow();
        all.addAll(page.items());
        while (page.next() != null) {
            page = values.history(path, new PageRequest(limit, page.next())).orElseThrow();
            assertThat(page.items()).isNotEmpty();
            all.addAll(page.items());
        }
        return all;
    }

    private static List<ItsValues.Outcome> together(int writers, Write write) throws Exception {
        var start = new CyclicBarrier(writers);
        try (var threads = Executors.newFixedThreadPool(writers)) {
            var outcomes = new ArrayList<ItsValues.Outcome>();
            var tasks =
                    IntStream.range(0, writers)
                            .<Callable<ItsValues.Outcome>>mapToObj(i ->
                                    () -> {
                                        start.await();
                                        return write.by(i);
                                    })
                            .toList();
            for (var done : threads.invokeAll(tasks)) {
                outcomes.add(done.get());
            }
            return outcomes;
        }
    }

    private interface Write {
        ItsValues.Outcome by(int writer);
    }
}
