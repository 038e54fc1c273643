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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A packaged application that runs as a process of its own, in an empty directory. */
final class Packaged implements AutoCloseable {

    static final Path OURS = Path.of("deployer-web/target/balancer-deployer.jar");

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Process process;
    private final int port;
    private final Duration ready;

    private Packaged(Process process, int port, Duration ready) {
        this.process = process;
        this.port = port;
        this.ready = ready;
    }

    /** Starts it and waits until readiness is answered with 200. */
    static Packaged start(Path jar, String... arguments) throws IOException, InterruptedException {
        var port = Ports.free();
        var directory = Files.createTempDirectory("packaged");
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:-UseBASE64Intrinsics",
                                "-jar",
                                jar.toAbsolutePath().toString(),
                                "--server.port=" + port,
                                "--deployer.data-dir=" + directory.resolve("data")));
        command.addAll(List.of(arguments));
        var log = directory.resolve("log");
        var started = System.nanoTime();
        var process =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try {
            awaitReady(port, process, log, started);
            return new Packaged(process, port, Duration.ofNanos(System.nanoTime() - started));
        } catch (IOException | InterruptedException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    URI address(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** From the start of the process. */
    Duration readyAfter() {
        return ready;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
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
}
