package dev.balancerdeployerbench;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.JobName;
import dev.balancerdeployer.coordination.Jobs;
import dev.balancerdeployer.coordination.Run;
import dev.balancerdeployer.coordination.RunId;
import dev.balancerdeployer.coordination.StoreUnavailable;
import dev.balancerdeployer.delivery.ConfigUpdate;
import dev.balancerdeployer.delivery.LocationId;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.NewBalancer;
import dev.balancerdeployer.delivery.ObjectPath;
import dev.balancerdeployer.delivery.Safeguard;
import dev.balancerdeployer.delivery.registry.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * What a pass of the deployer costs over many namespaces of which few changed (SPEC D7), with the
 * product's own beans on the embedded server, and how long the registry takes for a namespace of 16
 * MiB.
 *
 * <pre>{@code
 * ./mvnw -q -DskipTests package
 * java -Xmx512m -jar benchmarks/target/benchmarks-programs.jar [NAMESPACES] [LOCATIONS]
 * }</pre>
 *
 * <p>With {@code MONGODB_URI} set it uses that server. Ends with 1 if an unchanged namespace cost a
 * call of awacs, a pass without changes took over 1 s, or the registry took over 1 s.
 */
public final class DeployerPass {

    private static final Duration MOST = Duration.ofSeconds(1);
    private static final Duration POLL = Duration.ofMillis(5);
    private static final int OBJECTS = 5;
    private static final int LINES = 40;
    private static final int ROUNDS = 5;
    private static final List<Integer> CHANGES = List.of(0, 1, 100, 0);

    private final ConfigurableApplicationContext context;
    private final ConfigsRepository remote;
    private final Jobs jobs;
    private final AwacsCalls calls;
    private final int namespaces;
    private boolean enough = true;
    private int changed;

    private DeployerPass(
            ConfigurableApplicationContext context, ConfigsRepository remote, int namespaces) {
        this.context = context;
        this.remote = remote;
        this.jobs = context.getBean(Jobs.class);
        this.calls = context.getBean(AwacsCalls.class);
        this.namespaces = namespaces;
    }

    /** Takes the number of namespaces and of locations; 1 000 and 5 if there is none. */
    public static void main(String[] args) throws IOException {
        var namespaces = args.length == 0 ? 1_000 : Integer.parseInt(args[0]);
        var locations = args.length < 2 ? 5 : Integer.parseInt(args[1]);
        var directory = Files.createTempDirectory("deployer-pass");
        boolean enough;
        try (var server = PassServer.start(directory.resolve("mongo"));
                var remote = new ConfigsRepository(directory.resolve("configs.git"), locations);
                var context = start(server, directory)) {
            System.out.printf(
                    "server: %s, %d namespaces x %d locations, heap of at most %d MiB%n",
                    server.kind(), namespaces, locations, Runtime.getRuntime().maxMemory() >> 20);
            enough = new DeployerPass(context, remote, namespaces).run();
        }
        System.exit(enough ? 0 : 1);
    }

    private static ConfigurableApplicationContext start(PassServer server, Path directory) {
        return new SpringApplicationBuilder(PassApplication.class)
                .web(WebApplicationType.NONE)
                .logStartupInfo(false)
                .run(
                        "--bench.mongodb.uri=" + server.uri(),
                        "--bench.data-dir=" + directory.resolve("data"),
                        "--deployer.git.url=" + directory.resolve("configs.git"),
                        "--awacs.activation=immediate",
                        "--spring.main.banner-mode=off",
                        "--logging.level.root=error");
    }

    private boolean run() {
        fill();
        pass("first pass: awacs holds it all");
        for (var changes : CHANGES) {
            for (var i = 0; i < changes; i++) {
                remote.put(name(changed++), objects("changed"));
            }
            remote.commit();
            var best = pass("%d changed".formatted(changes));
            if (changes == 0) {
                for (var i = 1; i < ROUNDS; i++) {
                    best = best.min(pass("0 changed"));
                }
                require(best.calls() == 0, "no call of awacs for unchanged namespaces");
                require(best.took().compareTo(MOST) <= 0, "at most 1 s for 0 changed");
            }
        }
        largeNamespace();
        System.gc();
        System.out.printf(
                "heap in use after a collection: %d MiB%n",
                (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20);
        return enough;
    }

    /** Git and awacs hold the same. */
    private void fill() {
        var registry = context.getBean(Registry.class);
        var begin = System.nanoTime();
        for (var i = 0; i < namespaces; i++) {
            remote.put(name(i), objects("text of " + name(i)));
        }
        remote.commit();
        for (var i = 0; i < namespaces; i++) {
            var update =
                    new ConfigUpdate(
                            new NamespaceId(name(i)),
                            null,
                            objects("text of " + name(i)),
                            remote.locations().stream()
                                    .map(it -> new NewBalancer(new LocationId(it), List.of()))
                                    .toList(),
                            "",
                            null);
            registry.update(update, new Actor("bench", null), Safeguard.none());
        }
        print("filled", Duration.ofNanos(System.nanoTime() - begin), 0);
    }

    private record Pass(Duration took, long calls) {

        Pass min(Pass other) {
            return new Pass(
                    took.compareTo(other.took) < 0 ? took : other.took,
                    Math.max(calls, other.calls));
        }
    }

    private Pass pass(String what) {
        calls.reset();
        var begin = System.nanoTime();
        var id =
                jobs.request(
                                JobName.DEPLOYER,
                                Run.Trigger.REQUEST,
                                new Actor("bench", null),
                                "benchmark")
                        .orElseThrow();
        var run = finished(id);
        while (run.isEmpty()) {
            LockSupport.parkNanos(POLL.toNanos());
            run = finished(id);
        }
        var pass = new Pass(Duration.ofNanos(System.nanoTime() - begin), calls.count());
        print(
                "%s (%s %.80s)".formatted(what, run.get().outcome(), run.get().reason()),
                pass.took(),
                pass.calls());
        return pass;
    }

    /** Empty also while a loaded server keeps readers out. */
    private Optional<Run> finished(RunId id) {
        try {
            return jobs.find(id).filter(it -> it.finishedAt() != null);
        } catch (StoreUnavailable _) {
            return Optional.empty();
        }
    }

    private void largeNamespace() {
        var registry = context.getBean(Registry.class);
        var texts = new TreeMap<ObjectPath, String>();
        var times = new ArrayList<Duration>();
        for (var round = 0; round < ROUNDS; round++) {
            for (var i = 0; i < 16; i++) {
                var line = "%02d.%02d: %s%n".formatted(round, i, "x".repeat(56));
                texts.put(
                        new ObjectPath("o%02d".formatted(i)),
                        line.repeat((1 << 20) / line.length()));
            }
            var update =
                    new ConfigUpdate(
                            new NamespaceId("large"),
                            round == 0 ? null : (long) round,
                            texts,
                            List.of(new NewBalancer(new LocationId("sas"), List.of())),
                            "",
                            null);
            var begin = System.nanoTime();
            var outcome = registry.update(update, new Actor("bench", null), Safeguard.none());
            times.add(Duration.ofNanos(System.nanoTime() - begin));
            print("16 MiB into the registry (" + outcome + ")", times.getLast(), 0);
        }
        require(
                times.stream().sorted().toList().get(ROUNDS / 2).compareTo(MOST) <= 0,
                "at most 1 s (median) for 16 MiB");
    }

    private void require(boolean holds, String what) {
        System.out.printf("%s: %s%n", what, holds ? "yes" : "NO");
        enough &= holds;
    }

    private static void print(String what, Duration took, long calls) {
        System.out.printf(
                Locale.ROOT, "%8.3f s  %6d calls  %s%n", took.toNanos() / 1e9, calls, what);
    }

    private static String name(int number) {
        return "n%05d".formatted(number);
    }

    private static SortedMap<ObjectPath, String> objects(String text) {
        var objects = new TreeMap<ObjectPath, String>();
        IntStream.range(0, OBJECTS)
                .forEach(it ->
                        objects.put(
                                new ObjectPath("upstreams/u%d.yaml".formatted(it)),
                                "%d %s%n".formatted(it, text).repeat(LINES)));
        return objects;
    }
}
