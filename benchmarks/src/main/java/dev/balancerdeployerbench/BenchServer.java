package dev.balancerdeployerbench;

import de.bwaldvogel.mongo.MongoServer;
import dev.balancerdeployertest.WholeReadsBackend;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/**
 * The database that a program measures on: the one at {@code MONGODB_URI} if that is set; with
 * {@code --h2} the embedded one of the packaged application, in its process and on its disk; else
 * one in memory, in this process.
 *
 * @param kind for the printed table
 */
record BenchServer(String kind, String uri, Runnable stop) implements AutoCloseable {

    private static final Path JAR = Path.of("deployer-web/target/balancer-deployer.jar");

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Nobody logs from now on: that would be measured too. */
    static BenchServer start(List<String> options) throws IOException {
        LoggingSystem.get(BenchServer.class.getClassLoader())
                .setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.OFF);
        var uri = System.getenv("MONGODB_URI");
        if (uri != null && !uri.isBlank()) {
            return new BenchServer("MONGODB_URI", uri, () -> {});
        }
        if (options.contains("--h2")) {
            return ofApplication(Path.of(System.getProperty("bench.jar", JAR.toString())));
        }
        var server = new MongoServer(new WholeReadsBackend());
        return new BenchServer("memory", server.bindAndGetConnectionString(), server::shutdownNow);
    }

    private static BenchServer ofApplication(Path jar) throws IOException {
        var directory = Files.createTempDirectory("bench");
        var database = Ports.free();
        var process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:-UseBASE64Intrinsics",
                                "-jar",
                                jar.toAbsolutePath().toString(),
                                "--server.port=" + Ports.free(),
                                "--deployer.mongo.port=" + database,
                                "--deployer.data-dir=" + directory.resolve("data"))
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("log").toFile())
                        .start();
        var begin = System.nanoTime();
        while (!listens(database)) {
            if (!process.isAlive() || System.nanoTime() - begin > PATIENCE.toNanos()) {
                stop(process);
                throw new IllegalStateException("not up; its log is " + directory.resolve("log"));
            }
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
        return new BenchServer(
                "embedded (H2)", "mongodb://127.0.0.1:" + database, () -> stop(process));
    }

    private static boolean listens(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static void stop(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop.run();
    }
}
