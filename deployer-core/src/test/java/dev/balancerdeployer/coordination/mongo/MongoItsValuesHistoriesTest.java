package dev.balancerdeployer.coordination.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.coordination.ItsPath;
import dev.balancerdeployer.coordination.ItsValue;
import dev.balancerdeployer.coordination.ItsValues;
import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.coordination.StoreUnavailable;
import dev.balancerdeployer.coordination.mongo.FaultyMongo.Fault;
import dev.balancerdeployer.store.Store;
import dev.balancerdeployertest.TestMongo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Writers of one path at once, on a database whose calls get lost, are repeated or land late: what
 * they were told must fit the history they left (SPEC C4, C8). A seed makes the same calls and
 * faults again; how the threads interleave is up to the machine.
 */
class MongoItsValuesHistoriesTest {

    private static final TestMongo MONGO = TestMongo.start();
    private static final int WRITERS = 4;
    private static final int CALLS = 25;

    @AfterAll
    static void stop() {
        MONGO.close();
    }

    @Test
    void tellsEveryWriterWhatHappened() throws Exception {
        runRounds(12);
    }

    @Test
    @Tag("long")
    void tellsEveryWriterWhatHappenedForLong() throws Exception {
        runRounds(1_000);
    }

    private static void runRounds(int rounds) throws Exception {
        var seed = ThreadLocalRandom.current().nextLong();
        System.out.println("seed of the ITS histories: " + seed);
        var random = new Random(seed);
        for (var round = 0; round < rounds; round++) {
            var path = new ItsPath("histories/%016x-%d".formatted(seed, round));
            var told = run(path, random.nextLong());
            var history = history(path);
            assertThat(history).as("seed %d, round %d", seed, round).isNotEmpty();
            new ItsHistoryCheck(history).check(told, "seed %d, round %d".formatted(seed, round));
        }
    }

    private static List<ItsHistoryCheck.Told> run(ItsPath path, long seed) throws Exception {
        var acknowledged = new AtomicLong();
        var random = new Random(seed);
        var writers =
                IntStream.range(0, WRITERS)
                        .mapToObj(it -> new Writer(path, it, random.nextLong(), acknowledged))
                        .toList();
        var told = new ArrayList<ItsHistoryCheck.Told>();
        try (var threads = Executors.newFixedThreadPool(WRITERS)) {
            for (var done : threads.invokeAll(writers)) {
                told.addAll(done.get());
            }
        }
        writers.forEach(it -> it.mongo.landLate());
        return told;
    }

    private static List<ItsValue> history(ItsPath path) {
        return new MongoItsValues(new Store(MONGO.database()), () -> Instant.EPOCH)
                .history(path, PageRequest.first(500))
                .orElseThrow()
                .items()
                .reversed();
    }

    /** One replica with one thread, a line of its own to the database and a clock of its own. */
    private static final class Writer implements Callable<List<ItsHistoryCheck.Told>> {

        private final ItsPath path;
        private final Actor actor;
        private final Random random;
        private final Random trouble;
        private final AtomicLong acknowledged;
        private final FaultyMongo mongo;
        private final ItsValues values;
        private long seen;

        Writer(ItsPath path, int number, long seed, AtomicLong acknowledged) {
            this.path = path;
            this.actor = new Actor("writer-" + number, null);
            this.random = new Random(seed);
            this.trouble = new Random(~seed);
            this.acknowledged = acknowledged;
            this.mongo = new FaultyMongo(MONGO.database(), _ -> fault());
            DatabaseTime time = () -> Instant.EPOCH.plusMillis(random.nextInt(1_000));
            this.values = new MongoItsValues(new Store(mongo.database()), time);
        }

        private Fault fault() {
            return trouble.nextInt(8) == 0 ? any(List.of(Fault.values()), trouble) : Fault.NONE;
        }

        private static <T> T any(List<T> of, Random random) {
            return of.get(random.nextInt(of.size()));
        }

        @Override
        public List<ItsHistoryCheck.Told> call() {
            var told = new ArrayList<ItsHistoryCheck.Told>();
            for (var call = 0; call < CALLS; call++) {
                told.add(change(actor.name() + ":" + call));
                if (random.nextInt(4) == 0) {
                    told.add(look());
                }
                if (random.nextInt(4) == 0) {
                    mongo.landLate();
                }
            }
            return told;
        }

        private ItsHistoryCheck.Told change(String comment) {
            var since = acknowledged.get();
            var kind = any(List.of(ItsHistoryCheck.Kind.values()), random);
            var expected = seen;
            try {
                var outcome = make(kind, expected, comment);
                note(outcome);
                return new ItsHistoryCheck.Changed(kind, expected, comment, since, outcome);
            } catch (StoreUnavailable _) {
                return new ItsHistoryCheck.Changed(kind, expected, comment, since, null);
            }
        }

        private ItsValues.Outcome make(ItsHistoryCheck.Kind kind, long expected, String comment) {
            return switch (kind) {
                case CREATE -> values.create(path, "1", actor, comment);
                case CREATE_FIRST -> values.createFirst(path, "1", actor, comment);
                case REPLACE -> values.replace(path, expected, "1", actor, comment);
                case DELETE -> values.delete(path, expected, actor, comment);
            };
        }

        private void note(ItsValues.Outcome outcome) {
            switch (outcome) {
                case ItsValues.Outcome.Saved(var value) -> {
                    seen = value.version();
                    acknowledged.accumulateAndGet(seen, Math::max);
                }
                case ItsValues.Outcome.Stale(var current) -> seen = current;
                case ItsValues.Outcome.Exists(var current) -> seen = current;
                case ItsValues.Outcome.Missing() -> {
                    // the next creation brings a version
                }
            }
        }

        private ItsHistoryCheck.Told look() {
            var since = acknowledged.get();
            try {
                var found =
                        random.nextBoolean()
                                ? values.find(path)
                                : values.findLinearizable(path, Duration.ofSeconds(1));
                return new ItsHistoryCheck.Looked(since, found);
            } catch (StoreUnavailable _) {
                return new ItsHistoryCheck.Looked(0, Optional.empty());
            }
        }
    }
}
