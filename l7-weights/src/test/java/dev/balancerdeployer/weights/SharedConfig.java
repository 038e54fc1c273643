package dev.balancerdeployer.weights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.coordination.StoreUnavailable;
import dev.balancerdeployer.coordination.mongo.MongoAdapters;
import dev.balancerdeployer.weights.Outcome.Done;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** One config that many writers of several replicas change at once. */
@NullMarked
public final class SharedConfig {

    private static final List<String> LOCATIONS = List.of("SAS", "MSK", "MAN", "VLA");

    private final ConfigId id;
    private final Stores stores;
    private final long seed;
    private final List<WeightChanges> replicas;
    private final Map<Long, ChangeRequest> acknowledged = new ConcurrentSkipListMap<>();

    /** By their comments: steps without a key of which nobody can tell whether they are in. */
    private final Map<String, ChangeRequest> doubtful = new ConcurrentHashMap<>();

    private final AtomicInteger answered = new AtomicInteger();

    SharedConfig(ConfigId id, Stores stores, long seed, List<WeightChanges> replicas) {
        this.id = id;
        this.stores = stores;
        this.seed = seed;
        this.replicas = List.copyOf(replicas);
    }

    /** With that many replicas whose store is well. */
    public static SharedConfig of(
            String name,
            int replicas,
            MongoAdapters adapters,
            ConfigRecords configs,
            VersionHistory history,
            FiledAnswers answers,
            EndedShifts ended) {
        var seed = ThreadLocalRandom.current().nextLong();
        System.out.println("SharedConfig seed " + seed);
        var stores =
                new Stores(
                        configs,
                        history,
                        answers,
                        ended,
                        adapters.values(),
                        adapters.time(),
                        adapters.audit());
        var all = new ArrayList<WeightChanges>();
        for (var replica = 0; replica < replicas; replica++) {
            all.add(replica(stores));
        }
        return new SharedConfig(new ConfigId(name), stores, seed, all);
    }

    /**
     * Lets so many writers at each replica change it, and fails unless the final values are what
     * all acknowledged steps make in the order of versions, each once, and the history says the
     * same.
     *
     * @return how many steps were answered
     */
    public int contend(int writers, int steps) throws InterruptedException, ExecutionException {
        var defaults = Weighty.defaults("search SAS=34 MSK=33 MAN=33 VLA=7");
        var create =
                ChangeRequest.of(
                        id,
                        new Change.PutConfig(defaults, SafetyRules.DEFAULT),
                        Weighty.because("test"));
        assertThat(replica(stores).apply(create)).isInstanceOf(Done.class);
        try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            var all = new ArrayList<Future<?>>();
            for (var replica : replicas) {
                for (var writer = 0; writer < writers; writer++) {
                    var name = "writer-" + all.size();
                    var random = new Random(seed + all.size());
                    all.add(threads.submit(() -> write(replica, name, random, steps)));
                }
            }
            for (var one : all) {
                one.get();
            }
        }
        check();
        return answered.get();
    }

    private void write(WeightChanges process, String name, Random random, int steps) {
        for (var step = 0; step < steps; step++) {
            var location = LOCATIONS.get(random.nextInt(4));
            var text = "search %s=%d".formatted(location, 1 + random.nextInt(99));
            var comment = name + "/" + step;
            var request =
                    ChangeRequest.of(
                            id, new Change.Set(Weighty.wanted(text)), Weighty.because(comment));
            var keyed = random.nextBoolean();
            if (keyed) {
                request = request.withKey(new IdempotencyKey(comment, text));
            }
            Answer.Stepped answer;
            try {
                answer = answer(process, request);
            } catch (StoreUnavailable _) {
                doubtful.put(comment, request);
                continue;
            }
            if (keyed) {
                assertThat(answer(process, request)).isEqualTo(answer);
            }
            answered.incrementAndGet();
            if (answer.changed()) {
                assertThat(acknowledged.put(answer.version(), request)).isNull();
            }
        }
    }

    /**
     * @throws StoreUnavailable of a request without a key
     */
    private static Answer.Stepped answer(WeightChanges process, ChangeRequest request) {
        while (true) {
            try {
                switch (process.apply(request)) {
                    case Done done -> {
                        return (Answer.Stepped) done.answer();
                    }
                    case Outcome.Refused refused ->
                            assertThat(refused.why()).isInstanceOf(Refusal.Contended.class);
                }
            } catch (StoreUnavailable e) {
                if (request.key() == null) {
                    throw e;
                }
            }
        }
    }

    private void check() {
        var queries = new WeightQueries(stores, new Publication(stores.its()));
        var newest = queries.values(id).orElseThrow();
        assertThat(queries.published(id)).isEqualTo(newest.version());
        var lines = lines(queries);
        assertThat(lines).hasSize((int) newest.version());
        var config = queries.config(id).orElseThrow();
        var values = lines.getFirst().values();
        for (var line : lines.subList(1, lines.size())) {
            var before =
                    new WeightsConfig(
                            id,
                            line.version() - 1,
                            config.defaults(),
                            values,
                            config.safety(),
                            List.of());
            var request =
                    Optional.ofNullable(acknowledged.remove(line.version()))
                            .or(() -> Optional.ofNullable(line.comment()).map(doubtful::remove))
                            .orElseThrow();
            var occasion = new Decision.Occasion(line.at(), new ShiftId("none"), null);
            var made = (Decision.Made) Decision.of(before, request, occasion);
            values = made.config().values();
            assertThat(line.values()).as("version %d", line.version()).isEqualTo(values);
        }
        assertThat(newest.values()).isEqualTo(values);
        assertThat(acknowledged).isEmpty();
    }

    /** Oldest first. */
    private List<Line> lines(WeightQueries queries) {
        var all = new ArrayList<Line>();
        @Nullable String after = null;
        do {
            var page = queries.history(id, new PageRequest(500, after)).orElseThrow();
            all.addAll(page.items());
            after = page.next();
        } while (after != null);
        return all.reversed();
    }

    private static WeightChanges replica(Stores stores) {
        var publication = new Publication(stores.its());
        return new WeightChanges(
                new Workshop(
                        stores,
                        publication,
                        new Finishing(stores, publication),
                        new Turns(),
                        WeightSignals.all(List.of()),
                        Pace.system(),
                        new Random()));
    }
}
