package dev.balancerdeployerbench;

import com.mongodb.client.MongoClients;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Steps of L7 weights through HTTP (P-P7, P-W2): sixteen clients change one config of the packaged
 * application, in turns with a bare loop of read and {@code findAndModify} on one document of the
 * same server, after as long a time in which both warm up; then one client alone. At the end the
 * history is replayed: no change is lost, and none is made twice.
 *
 * <pre>{@code
 * ./mvnw -q -DskipTests package
 * java -Dloader.main=dev.balancerdeployerbench.WeightSteps \
 *     -jar benchmarks/target/benchmarks-programs.jar [SECONDS]
 * }</pre>
 *
 * <p>Two bare loops are shown: one whose write asks for the version it has read, and which begins
 * again when somebody was faster, as a caller without this application would; and one that never
 * has to. Ends with 1 if the throughput is below half of the first, the slowest hundredth of a
 * single client's steps takes over 20 ms, or the replay finds a fault.
 */
public final class WeightSteps {

    private static final int CLIENTS = 16;
    private static final int TURNS = 3;
    private static final double LEAST = 0.5;
    private static final double MOST_MILLIS = 20;

    private WeightSteps() {}

    /** One thing that is done again and again; each client has its own. */
    interface Loop {
        void once() throws IOException, InterruptedException;
    }

    /** Makes the loop of the client with that number. */
    interface Loops {
        Loop of(int client);
    }

    /** Takes the seconds that each of the loops runs in all; 30 if there is none. */
    public static void main(String[] args) throws Exception {
        var seconds = args.length == 0 ? 30 : Integer.parseInt(args[0]);
        var turn = Duration.ofSeconds(Math.max(1, seconds / TURNS));
        var mongo = Ports.free();
        boolean enough;
        try (var application = Packaged.start(Packaged.OURS, "--deployer.mongo.port=" + mongo);
                var bare = MongoClients.create("mongodb://127.0.0.1:" + mongo)) {
            var config = WeightsClient.create(application, "bench");
            var document = new BareDocument(bare);
            enough = compare(config, document, turn);
            enough &= alone(config, seconds);
            var faults = config.replay();
            faults.forEach(System.out::println);
            System.out.printf("replay of %d changes: %d faults%n", config.made(), faults.size());
            enough &= faults.isEmpty();
        }
        System.out.println(enough ? "enough" : "NOT enough");
        System.exit(enough ? 0 : 1);
    }

    private static boolean compare(WeightsClient config, BareDocument document, Duration turn)
            throws Exception {
        for (var i = 0; i < TURNS; i++) { // the compiler warms up
            run(CLIENTS, config::steps, turn);
            run(CLIENTS, document::versioned, turn);
        }
        var ours = new ArrayList<Rate>();
        var versioned = new ArrayList<Rate>();
        var unconditional = new ArrayList<Rate>();
        for (var i = 0; i < TURNS; i++) {
            ours.add(run(CLIENTS, config::steps, turn));
            versioned.add(run(CLIENTS, document::versioned, turn));
            unconditional.add(run(CLIENTS, document::unconditional, turn));
        }
        var load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        System.out.printf(Locale.ROOT, "%d clients, load %.1f%n", CLIENTS, load);
        print("steps through HTTP", ours, ours);
        print("bare, at its version", versioned, ours);
        print("bare, unconditional", unconditional, ours);
        return ratio(ours, versioned) >= LEAST;
    }

    private static boolean alone(WeightsClient config, int seconds) throws Exception {
        var rate = run(1, config::steps, Duration.ofSeconds(seconds));
        System.out.printf(Locale.ROOT, "one client alone: %s%n", rate);
        return rate.p99Millis() <= MOST_MILLIS;
    }

    private static void print(String what, List<Rate> rounds, List<Rate> ours) {
        System.out.printf(
                Locale.ROOT,
                "%-22s %s  ours is %.2f of it%n",
                what,
                Rate.median(rounds),
                ratio(ours, rounds));
    }

    private static double ratio(List<Rate> ours, List<Rate> other) {
        return Rate.median(ours).perSecond() / Rate.median(other).perSecond();
    }

    private static Rate run(int clients, Loops loops, Duration length)
            throws InterruptedException, ExecutionException {
        var begin = System.nanoTime();
        try (var threads = Executors.newFixedThreadPool(clients)) {
            var running = new ArrayList<Future<List<Long>>>();
            for (var i = 0; i < clients; i++) {
                var loop = loops.of(i);
                running.add(threads.submit(() -> timed(loop, begin + length.toNanos())));
            }
            var nanos = new ArrayList<Long>();
            for (var it : running) {
                nanos.addAll(it.get());
            }
            return Rate.of(nanos, Duration.ofNanos(System.nanoTime() - begin), Duration.ZERO);
        }
    }

    private static List<Long> timed(Loop loop, long end) throws IOException, InterruptedException {
        var nanos = new ArrayList<Long>();
        for (var now = System.nanoTime(); now < end; ) {
            loop.once();
            var after = System.nanoTime();
            nanos.add(after - now);
            now = after;
        }
        return nanos;
    }
}
