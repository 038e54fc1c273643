package dev.balancerdeployerbench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Compares how long the application takes to be ready with how long a minimal Boot application with
 * the same starters takes. Both are started as packaged jars, one after the other, in turns; ours
 * on an empty directory each time.
 *
 * <pre>{@code
 * ./mvnw -q -DskipTests package
 * java -cp benchmarks/target/classes dev.balancerdeployerbench.StartupComparison 7
 * }</pre>
 *
 * <p>Wants a JDK 25 as {@code java}. Ends with 1 if the ratio of the medians is above 1.5.
 */
public final class StartupComparison {

    private static final double MOST = 1.5;

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration PAUSE = Duration.ofMillis(20);

    private static final Path OURS = Path.of("deployer-web/target/balancer-deployer.jar");

    private static final Path MINIMAL = Path.of("benchmarks/target/benchmarks-minimal.jar");

    private StartupComparison() {}

    /** Takes the number of rounds; 7 if there is none. */
    public static void main(String[] args) throws IOException, InterruptedException {
        var rounds = args.length == 0 ? 7 : Integer.parseInt(args[0]);
        var ours = new ArrayList<Duration>();
        var minimal = new ArrayList<Duration>();
        for (var round = 1; round <= rounds; round++) {
            minimal.add(measure(MINIMAL));
            ours.add(measure(OURS));
            print("round " + round, minimal.getLast(), ours.getLast());
        }
        print("median", median(minimal), median(ours));
        var ratio = seconds(median(ours)) / seconds(median(minimal));
        System.out.printf(Locale.ROOT, "ratio: %.2f (at most %.2f)%n", ratio, MOST);
        System.exit(ratio <= MOST ? 0 : 1);
    }

    /** From the start of the process until readiness is answered with 200. */
    private static Duration measure(Path jar) throws IOException, InterruptedException {
        var port = Ports.free();
        var directory = Files.createTempDirectory("startup");
        var command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:-UseBASE64Intrinsics",
                        "-jar",
                        jar.toAbsolutePath().toString(),
                        "--server.port=" + port,
                        "--deployer.data-dir=" + directory.resolve("data"));
        var started = System.nanoTime();
        var process =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("log").toFile())
                        .start();
        try {
            awaitReady(port, process, directory.resolve("log"), started);
            return Duration.ofNanos(System.nanoTime() - started);
        } finally {
            process.destroy();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    private static void awaitReady(int port, Process process, Path log, long started)
            throws InterruptedException, IOException {
        var request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:" + port + "/actuator/health/readiness"))
                        .timeout(Duration.ofSeconds(5))
                        .build();
        try (var client = HttpClient.newHttpClient()) {
            while (process.isAlive() && System.nanoTime() - started < PATIENCE.toNanos()) {
                try {
                    if (client.send(request, BodyHandlers.discarding()).statusCode() == 200) {
                        return;
                    }
                } catch (IOException _) {
                    // not listening yet
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
        throw new IllegalStateException("not ready; its log is " + log);
    }

    private static Duration median(List<Duration> times) {
        return times.stream().sorted().toList().get(times.size() / 2);
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    private static void print(String what, Duration minimal, Duration ours) {
        System.out.printf(
                Locale.ROOT,
                "%s: minimal %.2f s, ours %.2f s%n",
                what,
                seconds(minimal),
                seconds(ours));
    }
}
