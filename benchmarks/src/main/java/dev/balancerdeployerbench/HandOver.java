package dev.balancerdeployerbench;

import com.mongodb.client.MongoClients;
import dev.balancerdeployer.coordination.Leases;
import dev.balancerdeployer.coordination.ProgramLeases;
import dev.balancerdeployer.coordination.ProgramLeases.Acquired;
import dev.balancerdeployer.coordination.RunId;
import dev.balancerdeployer.coordination.SemaphoreName;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Measures how long after a release the next one in a line of a hundred has the lease. Each holds
 * it for 1 to 5 ms. Once for leases of other programs and once for those of our runs.
 *
 * <pre>{@code
 * ./mvnw -q -DskipTests package
 * java -Dloader.main=dev.balancerdeployerbench.HandOver \
 *     -jar benchmarks/target/benchmarks-programs.jar [--h2]
 * }</pre>
 *
 * <p>See {@link BenchServer} for the server. Ends with 1 if a median is above 50 ms.
 */
public final class HandOver {

    private static final int WAITERS = 100;

    private static final double MOST_MILLIS = 50;

    private static final Duration WAIT = ProgramLeases.MAX_WAIT;

    /** Of the last release, before it was asked for; written by the holder only. */
    private volatile long released;

    private HandOver() {}

    /** Has the lease within the {@link #WAIT} and answers how to give it back. */
    private interface Line {
        Runnable await(int number) throws InterruptedException;
    }

    /** Takes {@code --h2} or nothing. */
    public static void main(String[] args) throws Exception {
        double most;
        try (var server = BenchServer.start(List.of(args));
                var client = MongoClients.create(server.uri());
                var product = new Product(client, "handover")) {
            System.out.printf("server: %s, %d waiters%n", server.kind(), WAITERS);
            measure("warm-up", product, "warm-up", ofPrograms(product, "warm-up"));
            var ofPrograms =
                    measure("other programs", product, "programs", ofPrograms(product, "programs"));
            var ofRuns = measure("our runs", product, "runs", ofRuns(product, "runs"));
            most = Math.max(ofPrograms, ofRuns);
        }
        System.exit(most <= MOST_MILLIS ? 0 : 1);
    }

    private static Line ofPrograms(Product product, String name) {
        var leases = product.programLeases();
        return number -> {
            var answer = leases.acquire(name, "program-" + number, Duration.ofSeconds(60), WAIT);
            if (answer instanceof Acquired.Granted granted) {
                return () -> leases.release(granted.leaseId());
            }
            throw new IllegalStateException("waited too long: " + answer);
        };
    }

    private static Line ofRuns(Product product, String name) {
        Leases leases = product.leases();
        var semaphore = SemaphoreName.ofLease(name);
        return number -> {
            var run = new RunId("run-" + number);
            var lease = leases.acquire(semaphore, run, WAIT, () -> true).orElseThrow();
            return lease::close;
        };
    }

    private static double measure(String what, Product product, String name, Line line)
            throws InterruptedException, ExecutionException {
        return new HandOver().run(what, product, SemaphoreName.ofLease(name), line);
    }

    private double run(String what, Product product, SemaphoreName name, Line line)
            throws InterruptedException, ExecutionException {
        var first = line.await(0);
        var nanos = new ArrayList<Long>();
        try (var executor = Executors.newFixedThreadPool(WAITERS)) {
            var waiters =
                    IntStream.rangeClosed(1, WAITERS)
                            .mapToObj(it -> executor.submit(waiter(line, it)))
                            .toList();
            while (product.semaphores().find(name).orElseThrow().waiting().size() < WAITERS) {
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
                for (var gone : waiters.stream().filter(it -> it.isDone()).toList()) {
                    nanos.add(gone.get()); // nobody is served yet: it throws what went wrong
                }
            }
            giveBack(first);
            for (var waiter : waiters) {
                nanos.add(waiter.get());
            }
        }
        var median = Rate.percentile(nanos, 50) / 1e6;
        System.out.printf(
                Locale.ROOT,
                "%-15s  median %.1f ms  p99 %.1f ms  (at most %.0f)  load average %.2f%n",
                what,
                median,
                Rate.percentile(nanos, 99) / 1e6,
                MOST_MILLIS,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        return median;
    }

    private Callable<Long> waiter(Line line, int number) {
        return () -> {
            var release = line.await(number);
            var waited = System.nanoTime() - released;
            LockSupport.parkNanos(
                    Duration.ofMillis(ThreadLocalRandom.current().nextInt(1, 6)).toNanos());
            giveBack(release);
            return waited;
        };
    }

    private void giveBack(Runnable release) {
        released = System.nanoTime();
        release.run();
    }
}
