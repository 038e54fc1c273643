package dev.balancerdeployer.coordination.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.coordination.ItsPath;
import dev.balancerdeployer.coordination.ItsValue;
import dev.balancerdeployer.coordination.ItsValues;
import dev.balancerdeployer.coordination.ItsValues.Outcome.Exists;
import dev.balancerdeployer.coordination.ItsValues.Outcome.Saved;
import dev.balancerdeployer.coordination.ItsValues.Outcome.Stale;
import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.coordination.StoreUnavailable;
import dev.balancerdeployer.coordination.mongo.FaultyMongo.Fault;
import dev.balancerdeployer.store.Store;
import dev.balancerdeployertest.MutableClock;
import dev.balancerdeployertest.TestMongo;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a change whose answer was lost (SPEC C8). */
class MongoItsValuesFaultsTest {

    private static final TestMongo MONGO = TestMongo.start();
    private static final AtomicInteger PATHS = new AtomicInteger();
    private static final Actor ANN = new Actor("ann", null);
    private static final Actor BOB = new Actor("bob", null);

    private final ItsPath path = new ItsPath("faults/value-" + PATHS.incrementAndGet());
    private final DatabaseTime time = new MutableClock()::instant;
    private final Queue<Step> script = new ArrayDeque<>();
    private final FaultyMongo mongo = new FaultyMongo(MONGO.database(), this::fault);
    private final ItsValues values = new MongoItsValues(new Store(mongo.database()), time);
    private final ItsValues others = new MongoItsValues(new Store(MONGO.database()), time);

    @AfterAll
    static void stop() {
        MONGO.close();
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void savesAReplacementOnceWhateverHappensToItsCall(Fault fault) {
        others.create(path, "1", BOB, null);
        script.add(new Step("its.replaceOne", fault, () -> {}));

        var outcome = values.replace(path, 1, "2", ANN, null);
        mongo.landLate();

        assertThat(outcome).isEqualTo(new Saved(others.find(path).orElseThrow()));
        assertThat(lines()).containsExactly("2 ann", "1 bob");
        assertThat(script).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void savesACreationOnceWhateverHappensToItsCall(Fault fault) {
        script.add(new Step("its.insertOne", fault, () -> {}));

        var outcome = values.createFirst(path, "1", ANN, null);
        mongo.landLate();

        assertThat(outcome).isEqualTo(new Saved(others.find(path).orElseThrow()));
        assertThat(lines()).containsExactly("1 ann");
        assertThat(script).isEmpty();
    }

    @Test
    void findsItsChangeUnderThoseOfOthers() {
        others.create(path, "1", BOB, null);
        script.add(
                new Step(
                        "its.find",
                        Fault.NONE,
                        () -> {
                            // the look before the change
                        }));
        script.add(new Step("its.replaceOne", Fault.ANSWER_LOST, () -> {}));
        script.add(
                new Step(
                        "its.find",
                        Fault.NONE,
                        () -> {
                            others.replace(path, 2, "3", BOB, null);
                            others.delete(path, 3, BOB, null);
                        }));

        var outcome = values.replace(path, 1, "2", ANN, null);

        assertThat(outcome)
                .isEqualTo(new Saved(new ItsValue(path, "2", 2, "ann", null, time.now(), false)));
        assertThat(lines()).containsExactly("null bob", "3 bob", "2 ann", "1 bob");
    }

    @Test
    void neverLandsLateOnceRefused() {
        others.create(path, "1", BOB, null);
        script.add(
                new Step(
                        "its.replaceOne",
                        Fault.LATE,
                        () -> others.replace(path, 1, "other", BOB, null)));

        var outcome = values.replace(path, 1, "2", ANN, null);
        mongo.landLate();

        assertThat(outcome).isEqualTo(new Stale(2));
        assertThat(lines()).containsExactly("other bob", "1 bob");
    }

    @Test
    void isRefusedWhenAnotherCreatedItMeanwhile() {
        script.add(
                new Step(
                        "its.insertOne",
                        Fault.LATE,
                        () -> {
                            others.create(path, "other", BOB, null);
                            others.delete(path, 1, BOB, null);
                        }));

        var outcome = values.createFirst(path, "1", ANN, null);
        mongo.landLate();

        assertThat(outcome).isEqualTo(new Exists(2));
        assertThat(lines()).containsExactly("null bob", "other bob");
    }

    @Test
    void createsOnTopOfADeletionThatHappensMeanwhile() {
        others.create(path, "1", BOB, null);
        others.delete(path, 1, BOB, null);
        script.add(
                new Step(
                        "its.replaceOne",
                        Fault.NONE,
                        () -> {
                            others.create(path, "3", BOB, null);
                            others.delete(path, 3, BOB, null);
                        }));

        var outcome = values.create(path, "5", ANN, null);

        assertThat(outcome).isEqualTo(new Saved(others.find(path).orElseThrow()));
        assertThat(lines()).containsExactly("5 ann", "null bob", "3 bob", "null bob", "1 bob");
    }

    @Test
    void saysSoWhenItCannotFindOut() {
        others.create(path, "1", BOB, null);
        for (var i = 0; i < 3; i++) {
            script.add(new Step("its.replaceOne", Fault.LATE, () -> {}));
        }

        assertThatThrownBy(() -> values.replace(path, 1, "2", ANN, null))
                .isInstanceOf(StoreUnavailable.class);
        assertThat(lines()).containsExactly("1 bob");
        mongo.landLate();
        assertThat(lines()).containsExactly("2 ann", "1 bob");
    }

    @Test
    void changesNothingIfThePreviousLineCannotBeFiled() {
        others.create(path, "1", BOB, null);
        script.add(new Step("its_history.insertOne", Fault.REQUEST_LOST, () -> {}));

        assertThatThrownBy(() -> values.replace(path, 1, "2", ANN, null))
                .isInstanceOf(StoreUnavailable.class);
        assertThat(lines()).containsExactly("1 bob");
    }

    private Fault fault(String call) {
        var next = script.peek();
        if (next == null || !next.call().equals(call)) {
            return Fault.NONE;
        }
        script.remove();
        next.before().run();
        return next.fault();
    }

    private List<String> lines() {
        return others.history(path, PageRequest.first(100)).orElseThrow().items().stream()
                .map(it -> it.json() + " " + it.author())
                .toList();
    }

    /** The next call of that name goes wrong like that, after something else was done. */
    private record Step(String call, Fault fault, Runnable before) {}
}
