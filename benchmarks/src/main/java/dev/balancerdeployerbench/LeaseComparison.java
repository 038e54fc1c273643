package dev.balancerdeployerbench;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.sun.management.OperatingSystemMXBean;
import dev.balancerdeployer.coordination.RunId;
import dev.balancerdeployer.coordination.SemaphoreName;
import dev.balancerdeployer.coordination.Semaphores;
import dev.balancerdeployer.coordination.Semaphores.Outcome;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.provider.mongo.MongoLockProvider;

/**
 * Compares how many locks a second are had and given back with what ShedLock does on the same
 * server, through the same client, in turns in the same run. Ours has a fence, the server's time
 * and an owner that is checked.
 *
 * <pre>{@code
 * ./mvnw -q -DskipTests package
 * java -jar benchmarks/target/benchmarks-programs.jar [--h2] [ROUNDS] [SECONDS]
 * }</pre>
 *
 * <p>See {@link BenchServer} for the server. Ends with 1 if the ratio of the medians is below 1
 * with one thread or with eight that have a lock each. Eight that want the same one, and leases
 * with their watch and their timers, which ShedLock does not have, are printed for information.
 */
public final class LeaseComparison {

    private static final double LEAST = 1.0;

    private static final int ROUNDS = 5;

    private static final Duration TTL = Duration.ofSeconds(30);

    private final LockProvider shedLock;
    private final Product product;
    private final Semaphores semaphores;
    private final int rounds;
    private final Duration length;

    /** Has a lock and gives it back; false: somebody else has it. */
    private interface Pair {
        boolean run();
    }

    private LeaseComparison(MongoClient client, Product product, int rounds, Duration length) {
        this.shedLock =
                new MongoLockProvider(client.getDatabase("bench").getCollection("shedLock"));
        this.product = product;
        this.semaphores = product.semaphores();
        this.rounds = rounds;
        this.length = length;
    }

    /** Takes the number of rounds and the length of one in seconds; 5 and 2 if there is none. */
    public static void main(String[] args) throws Exception {
        var options = List.of(args);
        var numbers = options.stream().filter(it -> !it.startsWith("--")).toList();
        var rounds = numbers.isEmpty() ? ROUNDS : Integer.parseInt(numbers.getFirst());
        var seconds = numbers.size() < 2 ? 2 : Integer.parseInt(numbers.get(1));
        boolean enough;
        try (var server = BenchServer.start(options);
                var client = MongoClients.create(server.uri());
                var product = new Product(client, "bench")) {
            System.out.printf("server: %s%n", server.kind());
            enough =
                    new LeaseComparison(client, product, rounds, Duration.ofSeconds(seconds)).run();
        }
        System.exit(enough ? 0 : 1);
    }

    private boolean run() throws InterruptedException, ExecutionException {
        IntFunction<Pair> own = it -> ours(new SemaphoreName("bench-" + it));
        IntFunction<Pair> ownOfShedLock = it -> theirs("bench-" + it);
        compare("warm-up", 8, 3, ownOfShedLock, own);
        var alone = compare("1 thread", 1, rounds, ownOfShedLock, own);
        var eight = compare("8 threads", 8, rounds, ownOfShedLock, own);
        var contended = ours(new SemaphoreName("bench-contended"));
        compare("8 threads, one lock", 8, 1, _ -> theirs("bench-contended"), _ -> contended);
        compare("1 thread, kept lease", 1, 1, ownOfShedLock, this::leased);
        System.out.printf(
                Locale.ROOT,
                "ratio: %.2f with 1 thread, %.2f with 8 (at least %.2f)%n",
                alone,
                eight,
                LEAST);
        return alone >= LEAST && eight >= LEAST;
    }

    private double compare(
            String what, int threads, int times, IntFunction<Pair> theirs, IntFunction<Pair> ours)
            throws InterruptedException, ExecutionException {
        var theirRates = new ArrayList<Rate>();
        var ourRates = new ArrayList<Rate>();
        for (var round = 0; round < times; round++) {
            if (round % 2 == 0) {
                theirRates.add(measure(threads, theirs));
                ourRates.add(measure(threads, ours));
            } else {
                ourRates.add(measure(threads, ours));
                theirRates.add(measure(threads, theirs));
            }
        }
        var theirRate = Rate.median(theirRates);
        var ourRate = Rate.median(ourRates);
        var ratio = ourRate.perSecond() / theirRate.perSecond();
        System.out.printf(
                Locale.ROOT,
                "%-20s  ShedLock %s  ours %s  ratio %.2f  load average %.2f%n",
                what,
                theirRate,
                ourRate,
                ratio,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        return ratio;
    }

    private Rate measure(int threads, IntFunction<Pair> pairs)
            throws InterruptedException, ExecutionException {
        try (var executor = Executors.newFixedThreadPool(threads)) {
            var workers =
                    IntStream.range(0, threads).mapToObj(it -> worker(pairs.apply(it))).toList();
            var nanos = new ArrayList<Long>();
            var cpu = cpu();
            for (var each : executor.invokeAll(workers)) {
                nanos.addAll(each.get());
            }
            return Rate.of(nanos, length, cpu().minus(cpu));
        }
    }

    private static Duration cpu() {
        return Duration.ofNanos(
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
                        .getProcessCpuTime());
    }

    private Callable<List<Long>> worker(Pair pair) {
        return () -> {
            var nanos = new ArrayList<Long>();
            var end = System.nanoTime() + length.toNanos();
            for (var begin = System.nanoTime(); begin < end; begin = System.nanoTime()) {
                if (pair.run()) {
                    nanos.add(System.nanoTime() - begin);
                }
            }
            return nanos;
        };
    }

    private Pair theirs(String name) {
        return () -> {
            var configuration = new LockConfiguration(Instant.now(), name, TTL, Duration.ZERO);
            var lock = shedLock.lock(configuration);
            lock.ifPresent(it -> it.unlock());
            return lock.isPresent();
        };
    }

    private Pair ours(SemaphoreName name) {
        semaphores.ensure(name, 1);
        var run = new RunId("run");
        return () -> {
            var attempt = UUID.randomUUID().toString().replace("-", "");
            var request = new Semaphores.Request(name, attempt, "host/1/run", 1, TTL, run, false);
            return semaphores.acquire(request) instanceof Outcome.Granted(var grant)
                    && semaphores.release(grant);
        };
    }

    private Pair leased(int number) {
        var name = new SemaphoreName("bench-" + number);
        var leases = product.leases();
        var run = new RunId("run");
        return () -> {
            try {
                var lease = leases.acquire(name, run, Duration.ZERO, () -> true);
                lease.ifPresent(it -> it.close());
                return lease.isPresent();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };
    }
}
