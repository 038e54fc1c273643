package dev.balancerdeployer.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.coordination.ItsValues.Outcome.Saved;
import dev.balancerdeployer.coordination.Semaphores.Outcome.Granted;
import dev.balancerdeployer.coordination.Semaphores.Request;
import dev.balancerdeployer.coordination.mongo.MongoAdapters;
import dev.balancerdeployer.store.Store;
import dev.balancerdeployertest.Fault;
import dev.balancerdeployertest.FaultProxy;
import dev.balancerdeployertest.TestMongo;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Rounds of everything that is stored, with faults at random commands, each call repeated until it
 * is answered (P-L9): nothing happens twice and nothing leaks. Replayed with {@code
 * -Dfaults.seed=SEED}.
 */
class RandomFaultsTest {

    private static final List<Fault> FAULTS =
            List.of(Fault.DROP_REQUEST, Fault.DROP_REPLY, Fault.DROP_REPLY, Fault.IN_PIECES);
    private static final SemaphoreName NAME = new SemaphoreName("s");
    private static final ItsPath PATH = new ItsPath("faults/random");
    private static final JobName JOB = JobName.DEPLOYER;
    private static final Actor ANN = new Actor("ann", null);
    private static final Duration TTL = Duration.ofSeconds(60);

    private final long seed = Long.getLong("faults.seed", System.nanoTime());
    private final Random random = new Random(seed);

    private final Map<String, Long> fences = new HashMap<>();
    private final Set<String> recorded = new HashSet<>();
    private long version;
    private Instant fire = Instant.EPOCH;
    private int fires;

    @Test
    void nothingHappensTwiceAndNothingLeaks() {
        rounds(60, 3);
    }

    @Test
    @Tag("long")
    void nothingHappensTwiceAndNothingLeaksInManyRounds() {
        rounds(10_000, 1);
    }

    private void rounds(int rounds, int percent) {
        System.out.printf("faults.seed=%d%n", seed);
        try (var mongo = TestMongo.throughProxy("retryWrites=false&retryReads=false")) {
            var through = MongoAdapters.of(new Store(mongo.database()));
            var proxy = mongo.proxy();
            through.semaphores().ensure(NAME, 1);

            var before = traffic(proxy, () -> all(through, rounds / 10));
            fail(proxy, percent);
            var during = traffic(proxy, () -> all(through, rounds));
            var faults = proxy.faults();
            proxy.heal();
            var after = traffic(proxy, () -> all(through, rounds / 10));

            assertThat(before).as("writes before the faults").isGreaterThan(rounds);
            assertThat(during).as("writes among the faults").isGreaterThan(10L * rounds);
            assertThat(after).as("writes after the faults").isGreaterThan(rounds);
            assertThat(faults).as("faults").isGreaterThan((long) rounds * percent / 10);
            check(MongoAdapters.of(new Store(mongo.direct())));
        } catch (AssertionError e) {
            throw new AssertionError("faults.seed=" + seed, e);
        }
    }

    /** Of the driver's own commands too, with faults of their own that need no replay. */
    private void fail(FaultProxy proxy, int percent) {
        var decisions = new Random(seed + 1);
        var ofTheDriver = new Random(seed + 2);
        proxy.onEach(it -> {
            var from = it.isOfTheDriver() ? ofTheDriver : decisions;
            synchronized (from) {
                return from.nextInt(100) < percent
                        ? FAULTS.get(from.nextInt(FAULTS.size()))
                        : Fault.NONE;
            }
        });
    }

    private static long traffic(FaultProxy proxy, Runnable rounds) {
        var before = writes(proxy);
        rounds.run();
        return writes(proxy) - before;
    }

    private static long writes(FaultProxy proxy) {
        return proxy.answered("findAndModify")
                + proxy.answered("insert")
                + proxy.answered("update");
    }

    private void all(MongoAdapters through, int rounds) {
        for (var round = 0; round < rounds; round++) {
            permit(through);
            value(through);
            run(through);
            entry(through);
        }
    }

    /** Two who want the one permit; the second gets it from the line, or leaves. */
    private void permit(MongoAdapters through) {
        var semaphores = through.semaphores();
        var first = request();
        var second = request();
        var grant = granted(semaphores, first);
        insist(() -> semaphores.acquire(second));
        if (random.nextBoolean()) {
            assertThat(insist(() -> semaphores.renew(grant, null))).isPresent();
        }
        insist(() -> semaphores.release(grant));
        if (random.nextInt(4) == 0) {
            insist(() -> {
                semaphores.leave(NAME, second.attempt());
                return true;
            });
            return;
        }
        var next = granted(semaphores, second);
        insist(() -> semaphores.release(grant));
        assertThat(insist(() -> semaphores.current(next.fence()))).isPresent();
        insist(() -> semaphores.release(next));
    }

    private Grant granted(Semaphores semaphores, Request request) {
        var grant = ((Granted) insist(() -> semaphores.acquire(request))).grant();
        fences.put(request.attempt(), grant.fence().number());
        assertThat(grant.fence().number()).isEqualTo(fences.size());
        return grant;
    }

    private Request request() {
        return new Request(NAME, new AttemptIds(random).next(), "o", 1, TTL, null, true);
    }

    /** A value that counts; an unknown outcome is found out by reading, as a client would. */
    private void value(MongoAdapters through) {
        var next = Long.toString(version + 1);
        insist(() -> {
            var now = through.values().find(PATH).map(ItsValue::version).orElse(0L);
            if (now == version + 1) {
                return true;
            }
            var outcome =
                    version == 0
                            ? through.values().create(PATH, next, ANN, null)
                            : through.values().replace(PATH, version, next, ANN, null);
            assertThat(outcome).isInstanceOf(Saved.class);
            return true;
        });
        version++;
    }

    private void run(MongoAdapters through) {
        var book =
                new Bookkeeper(through.ledger(), through.time(), new Replica("host", "host/1/x"));
        var now = insist(() -> through.time().now()).truncatedTo(ChronoUnit.MILLIS);
        fire = now.isAfter(fire) ? now : fire.plusMillis(1);
        fires++;
        insist(() -> book.fire(JOB, fire));
        var run = JobEntry.runId(JOB, fires);
        assertThat(insist(() -> book.mine(JOB))).map(PlannedRun::runId).contains(run);
        assertThat(insist(() -> book.start(JOB, run, new Fence(NAME, fires))).running())
                .isNotNull();
        insist(() -> {
            through.ledger().append(run, 1, new RunChange("KIND", "maps", "sas", "detail"));
            return true;
        });
        insist(() -> {
            book.finish(JOB, run, RunResult.succeeded("did it"), false);
            return true;
        });
    }

    /** One that could not be recorded, for all its author knows, is not asked for again. */
    private void entry(MongoAdapters through) {
        var target = "its/" + recorded.size();
        try {
            through.audit().record(Audit.Entry.done(ANN, "ITS_PUT", target, null));
            recorded.add(target);
        } catch (StoreUnavailable _) {
            // nobody was told that it happened
        }
    }

    private void check(MongoAdapters direct) {
        var semaphore = direct.semaphores().find(NAME).orElseThrow();
        assertThat(semaphore.holders()).isEmpty();
        assertThat(semaphore.waiting()).isEmpty();
        assertThat(direct.used(NAME)).isZero();
        assertThat(semaphore.fence()).isEqualTo(fences.size());

        assertThat(direct.values().find(PATH).orElseThrow().version()).isEqualTo(version);
        var lines = direct.values().history(PATH, new PageRequest(100, null)).orElseThrow();
        assertThat(lines.items()).allMatch(it -> it.json().equals(Long.toString(it.version())));

        var entry = direct.ledger().find(JOB).orElseThrow().entry();
        assertThat(entry).isEqualTo(new JobEntry(JOB, fires, fire, null, null, List.of()));
        var filed = direct.ledger().filed(JOB, 1, fires);
        assertThat(filed)
                .hasSize(fires)
                .allMatch(it -> it.run().outcome() == RunResult.Outcome.SUCCEEDED)
                .allMatch(it -> it.run().fires().size() == 1);

        for (var target : recorded) {
            var all = new Audit.Filter(null, target, null, null, null);
            assertThat(direct.audit().find(all, new PageRequest(10, null)).items())
                    .as(target)
                    .isNotEmpty();
        }
    }

    private static <T> T insist(Supplier<T> call) {
        for (var tries = 0; tries < 20; tries++) {
            try {
                return call.get();
            } catch (StoreUnavailable _) {
                // not known what became of it
            }
        }
        throw new AssertionError("never answered");
    }
}
