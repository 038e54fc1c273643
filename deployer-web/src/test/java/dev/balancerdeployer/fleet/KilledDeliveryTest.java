package dev.balancerdeployer.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.eclipse.jgit.api.Git;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Deliveries of a real process that is killed at random moments: each location gets each version
 * once and in its turn, and no pause of ours is left (SPEC D7, D12).
 */
@Tag("long")
@NullMarked
class KilledDeliveryTest {

    private static final int DELIVERIES = 10;
    private static final int KILLS_EACH = 2;
    private static final String NAMESPACE = "/awacs/v1/namespaces/maps";

    @TempDir Path directory;

    @Test
    void eachLocationGetsEachVersionOnceAndInItsTurn() throws Exception {
        var seed = new Random().nextLong();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        try (var git = Git.init().setDirectory(directory.resolve("git").toFile()).call();
                var fleet = new Fleet(Files.createDirectory(directory.resolve("fleet")))) {
            git.getRepository().updateRef("HEAD").link("refs/heads/main");
            for (var version = 1; version <= DELIVERIES; version++) {
                commit(git, "text " + version);
                deliver(fleet, version, random);
            }
        }
    }

    private void commit(Git git, String text) throws Exception {
        var maps = Files.createDirectories(directory.resolve("git/maps"));
        Files.writeString(
                maps.resolve("namespace.yaml"),
                "owners: [sre]\nbalancers: [{location: sas}, {location: vla}, {location: man}]\n");
        Files.writeString(maps.resolve("haproxy.cfg"), text);
        git.add().addFilepattern(".").call();
        git.commit()
                .setMessage(text)
                .setAuthor("t", "t@example.com")
                .setCommitter("t", "t@example.com")
                .setSign(false)
                .call();
    }

    /** Killed at most so often; the last process delivers it to the end. */
    private void deliver(Fleet fleet, int version, Random random) throws Exception {
        var seen = new ArrayList<List<Integer>>();
        for (var kills = 0; kills <= KILLS_EACH; kills++) {
            var replica =
                    fleet.start(
                            Duration.ZERO,
                            "--deployer.git.url=" + directory.resolve("git"),
                            "--deployer.bake=2s",
                            "--deployer.min-bake=1s",
                            "--awacs.activation=immediate",
                            "--deployer.schedule.slow=off",
                            "--deployer.schedule.deployer=every 1s",
                            "--deployer.schedule.unpauser=every 1s");
            replica.awaitReady();
            var limit = kills == KILLS_EACH ? 60_000 : random.nextInt(6_000);
            await().pollInterval(Duration.ofMillis(20))
                    .pollDelay(Duration.ZERO)
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> look(replica, seen, version, System.nanoTime(), limit));
            replica.kill();
        }
        assertThat(seen.getLast()).containsExactly(version, version, version);
        for (var i = 1; i < seen.size(); i++) {
            var before = seen.get(i - 1);
            var after = seen.get(i);
            for (var location = 0; location < 3; location++) {
                assertThat(after.get(location)).isBetween(before.get(location), version);
                if (location > 0) {
                    assertThat(after.get(location)).isLessThanOrEqualTo(after.get(location - 1));
                }
            }
        }
    }

    private long lookedSince;
    private int lookedFor = -1;

    private boolean look(
            Fleet.Replica replica, List<List<Integer>> seen, int version, long now, int limit) {
        if (lookedFor != System.identityHashCode(replica)) {
            lookedFor = System.identityHashCode(replica);
            lookedSince = now;
        }
        var balancers = balancers(replica);
        var targets = new ArrayList<Integer>();
        balancers.forEach(it -> targets.add(it.get("target_version").asInt(0)));
        if (targets.size() == 3 && (seen.isEmpty() || !seen.getLast().equals(targets))) {
            seen.add(targets);
        }
        var done = targets.equals(List.of(version, version, version)) && pauses(balancers) == 0;
        return done || now - lookedSince > Duration.ofMillis(limit).toNanos();
    }

    private static List<JsonNode> balancers(Fleet.Replica replica) {
        try {
            var balancers = new ArrayList<JsonNode>();
            replica.get(NAMESPACE).get("balancers").forEach(balancers::add);
            return balancers;
        } catch (IllegalStateException _) {
            return List.of(); // awacs does not know it yet
        }
    }

    private static int pauses(List<JsonNode> balancers) {
        return balancers.stream().mapToInt(it -> it.get("pauses").size()).sum();
    }
}
