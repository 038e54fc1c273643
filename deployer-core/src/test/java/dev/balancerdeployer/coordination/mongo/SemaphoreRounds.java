package dev.balancerdeployer.coordination.mongo;

import dev.balancerdeployer.coordination.SemaphoreClient;
import dev.balancerdeployer.coordination.SemaphoreHistory;
import dev.balancerdeployer.coordination.SemaphoreHistoryCheck;
import dev.balancerdeployer.coordination.SemaphoreKeeper;
import dev.balancerdeployer.coordination.SemaphoreName;
import dev.balancerdeployer.coordination.Semaphores;
import dev.balancerdeployer.store.Store;
import dev.balancerdeployertest.MutableClock;
import dev.balancerdeployertest.Trouble;
import dev.balancerdeployertest.Turns;
import dev.balancerdeployertest.VirtualMongo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * Rounds of random clients of one semaphore each, on a server in virtual time: which client's next
 * command is carried out, what becomes of it and how time goes by all come from the round's seed.
 * Virtual time begins anywhere within thirty years, so that no host's clock fits (P-L3).
 */
final class SemaphoreRounds implements AutoCloseable {

    static final int CLIENTS = 4;
    static final int CALLS = 50;

    private static final Instant EARLIEST = Instant.parse("2010-01-01T00:00:00Z");

    private final MutableClock clock = new MutableClock(EARLIEST);
    private final VirtualMongo mongo = VirtualMongo.at(clock);
    private final Store store = new Store(mongo.database("histories"));
    private UnaryOperator<Semaphores> decoration = UnaryOperator.identity();
    private boolean troubled;
    private int rounds;

    /** The server, to plant bugs in what is sent to it. */
    VirtualMongo mongo() {
        return mongo;
    }

    MutableClock clock() {
        return clock;
    }

    /** What every client puts round its semaphores. */
    void decorate(UnaryOperator<Semaphores> by) {
        decoration = by;
    }

    /** One round's history, and what is wrong with it. */
    record Round(List<SemaphoreHistory.Call> calls, List<String> faults) {}

    Round play(long seed, int oneTroubleIn) throws InterruptedException {
        var random = new Random(seed);
        var start = EARLIEST.plusSeconds(random.nextInt(946_000_000));
        clock.advance(Duration.between(clock.instant(), start));
        var name = new SemaphoreName("s-" + ++rounds);
        var capacity = 3 + random.nextInt(5);
        var plain = semaphores();
        plain.ensure(name, capacity);
        var history = new SemaphoreHistory(clock);
        var keeper = new SemaphoreKeeper(name, plain, history, clock, random);
        var turns = new Turns(random);
        var working = new AtomicInteger(CLIENTS);
        var parts = new ArrayList<Runnable>();
        for (var i = 0; i < CLIENTS; i++) {
            var client =
                    new SemaphoreClient(
                            i, name, capacity, decoration.apply(semaphores()), history, random);
            parts.add(() -> work(client, turns, working));
        }
        parts.add(() -> keep(keeper, turns, working, random));
        var keeperThread = "part-" + CLIENTS;
        mongo.beforeEachCommand(() -> {
            turns.pass();
            troubled = !Thread.currentThread().getName().equals(keeperThread) && working.get() > 0;
        });
        mongo.troubles(() -> troubled ? trouble(random, oneTroubleIn) : Trouble.NONE);
        turns.run(parts);
        mongo.beforeEachCommand(() -> troubled = false);
        mongo.landLate();
        var faults = new ArrayList<>(SemaphoreHistoryCheck.faults(capacity, history.calls()));
        if (!keeper.frees(capacity)) {
            faults.add("a permit is lost for ever");
        }
        return new Round(history.calls(), faults);
    }

    private Semaphores semaphores() {
        return new MongoSemaphores(store, new MongoDatabaseTime(store));
    }

    private static void work(SemaphoreClient client, Turns turns, AtomicInteger working) {
        try {
            for (var i = 0; i < CALLS; i++) {
                client.act();
                turns.pass();
            }
        } finally {
            working.decrementAndGet();
        }
    }

    private void keep(SemaphoreKeeper keeper, Turns turns, AtomicInteger working, Random random) {
        while (working.get() > 0) {
            keeper.act();
            if (random.nextInt(20) == 0) {
                mongo.landLate();
            }
            turns.pass();
        }
    }

    private static Trouble trouble(Random random, int oneIn) {
        if (oneIn == 0 || random.nextInt(oneIn) > 0) {
            return Trouble.NONE;
        }
        return Trouble.values()[1 + random.nextInt(Trouble.values().length - 1)];
    }

    @Override
    public void close() {
        mongo.close();
    }
}
