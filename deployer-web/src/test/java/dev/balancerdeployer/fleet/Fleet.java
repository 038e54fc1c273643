package dev.balancerdeployer.fleet;

import static org.awaitility.Awaitility.await;

import dev.balancerdeployer.embedded.ChildProcess;
import dev.balancerdeployer.embedded.DatabaseServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Replicas of the application in processes of their own, on one database that is one too. */
@NullMarked
final class Fleet implements AutoCloseable {

    static final Duration TTL = Duration.ofSeconds(3);

    private static final JsonMapper JSON = new JsonMapper();

    private final Path directory;
    private final ChildProcess database;
    private final String uri;
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Replica> started = new ArrayList<>();

    Fleet(Path directory) throws IOException {
        this.directory = directory;
        var data = Files.createDirectory(directory.resolve("database"));
        this.database = ChildProcess.start(DatabaseServer.class, data.toString(), "0");
        this.uri = database.heard();
    }

    /**
     * Starts one; it is not ready yet.
     *
     * @param more settings, {@code --name=value}, which replace those that it has anyway
     */
    Replica start(Duration clockAhead, String... more) throws IOException {
        var port = freePort();
        var settings =
                new ArrayList<>(
                        List.of(
                                clockAhead.toSeconds() + "",
                                "--server.port=" + port,
                                "--spring.mongodb.uri=" + uri,
                                "--deployer.data-dir="
                                        + directory.resolve("replica" + started.size()),
                                "--deployer.schedule.deployer=every 2s",
                                "--deployer.schedule.unpauser=every 2s",
                                "--deployer.schedule.slow=every 2s",
                                "--deployer.lease.ttl=" + TTL.toSeconds() + "s",
                                "--logging.level.root=off"));
        for (var setting : more) {
            var name = setting.substring(0, setting.indexOf('=') + 1);
            settings.removeIf(it -> it.startsWith(name));
            settings.add(setting);
        }
        var process = ChildProcess.start(ReplicaMain.class, settings.toArray(String[]::new));
        var replica = new Replica(process, port);
        started.add(replica);
        return replica;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** {@code STOP} freezes the database, {@code CONT} lets it go on. */
    void signalDatabase(String signal) throws Exception {
        signal(database, signal);
    }

    private static void signal(ChildProcess process, String signal) throws Exception {
        new ProcessBuilder("kill", "-" + signal, process.pid() + "").start().waitFor();
    }

    @Override
    public void close() {
        started.forEach(it -> it.process.close());
        database.close();
    }

    /** One process of the application. */
    final class Replica {

        private final ChildProcess process;
        private final int port;

        private Replica(ChildProcess process, int port) {
            this.process = process;
            this.port = port;
        }

        void awaitReady() {
            await().atMost(Duration.ofMinutes(4))
                    .ignoreExceptions()
                    .until(() -> get("/actuator/health/readiness").get("status") != null);
        }

        void kill() throws InterruptedException {
            process.kill();
        }

        /** {@code STOP} freezes it, {@code CONT} lets it go on. */
        void signal(String signal) throws Exception {
            Fleet.signal(process, signal);
        }

        JsonNode get(String path) {
            return send(HttpRequest.newBuilder(at(path)).build());
        }

        JsonNode post(String path, String body) {
            return send(
                    HttpRequest.newBuilder(at(path))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build());
        }

        private URI at(String path) {
            return URI.create("http://127.0.0.1:" + port + path);
        }

        private JsonNode send(HttpRequest request) {
            try {
                var answer = http.send(request, BodyHandlers.ofString());
                if (answer.statusCode() >= 300) {
                    throw new IllegalStateException(answer.statusCode() + " " + answer.body());
                }
                return JSON.readTree(answer.body());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        /** All runs of all jobs, page by page. */
        List<SeenRun> runs() {
            var runs = new ArrayList<SeenRun>();
            for (var job : List.of("deployer", "unpauser", "slow")) {
                var next = "";
                do {
                    var page = get("/api/v1/jobs/" + job + "/runs?limit=100" + next);
                    page.get("items").forEach(it -> runs.add(SeenRun.of(it)));
                    var after = page.get("next");
                    next = after == null || after.isNull() ? "" : "&after=" + after.asString();
                } while (!next.isEmpty());
            }
            return runs;
        }

        /** Waits until this replica has the permit, and says for which run. */
        String awaitPermit() {
            return await().atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofMillis(50))
                    .until(this::runWithPermit, Objects::nonNull);
        }

        private @Nullable String runWithPermit() {
            for (var semaphore : get("/api/v1/semaphores").get("items")) {
                for (var holder : semaphore.get("holders")) {
                    var run = holder.get("run_id").asString();
                    if (run.startsWith("slow-")
                            && holder.get("owner").asString().contains("/" + process.pid() + "/")) {
                        return run;
                    }
                }
            }
            return null;
        }

        /** A run by its id. */
        SeenRun run(String id) {
            return SeenRun.of(get("/api/v1/runs/" + id));
        }

        /** How many runs ended well since then. */
        long endedSince(Instant since) {
            return runs().stream()
                    .filter(it -> it.finishedAt() != null && it.finishedAt().isAfter(since))
                    .filter(it -> it.outcome() != null && !it.outcome().equals("ABANDONED"))
                    .count();
        }

        /** Of the newest run that has started, by the database's time. */
        Instant newestStart() {
            return runs().stream()
                    .map(SeenRun::startedAt)
                    .filter(Objects::nonNull)
                    .max(Instant::compareTo)
                    .orElse(Instant.EPOCH);
        }
    }
}
