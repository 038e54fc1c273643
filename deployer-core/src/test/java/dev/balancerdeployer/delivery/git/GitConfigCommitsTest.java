package dev.balancerdeployer.delivery.git;

import static dev.balancerdeployer.delivery.NamespaceSource.namespace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.delivery.ConfigCommits;
import dev.balancerdeployer.delivery.ConfigCommitsContract;
import dev.balancerdeployer.delivery.ConfigRepository;
import dev.balancerdeployer.delivery.NamespaceSource;
import dev.balancerdeployer.delivery.Revision;
import dev.balancerdeployertest.MutableClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitConfigCommitsTest extends ConfigCommitsContract {

    private static final Instant NOW = Instant.parse("2026-03-02T00:00:00Z");

    @TempDir Path directory;

    private final MutableClock clock = new MutableClock(NOW);
    private TestRemote remote;
    private DeliveryGitConfiguration.Adapters adapters;

    @BeforeEach
    void open() {
        remote = new TestRemote(directory.resolve("remote.git"));
        adapters = adapters("");
    }

    @AfterEach
    void close() throws Exception {
        ((GitConfigRepository) adapters.repository()).close();
        remote.close();
    }

    @Override
    protected ConfigRepository repository() {
        return adapters.repository();
    }

    @Override
    protected ConfigCommits commits() {
        return adapters.commits();
    }

    @Override
    protected Revision commit(String branch, NamespaceSource namespace) {
        remote.follow(branch);
        return remote.commit(branch, namespace);
    }

    @Override
    protected Revision commitClaiming(long version, NamespaceSource namespace) {
        remote.follow("main");
        return remote.commit(
                "main",
                namespace,
                "a pull\n\nAwacs-Namespace: %s\nAwacs-Version: %d\n"
                        .formatted(namespace.name(), version));
    }

    @Override
    protected Revision spoil(String namespace) {
        return remote.write(Map.of(namespace + "/namespace.yaml", "owners: [a\n"));
    }

    @Override
    protected void reset(String branch, Revision revision) {
        remote.reset(branch, revision);
        remote.follow(branch);
    }

    @Override
    protected void breakRemote() {
        try {
            Files.move(directory.resolve("remote.git"), directory.resolve("elsewhere.git"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private DeliveryGitConfiguration.Adapters adapters(String path) {
        return TestSource.both(
                TestSource.settings(
                        directory.resolve("remote.git").toString(),
                        null,
                        path,
                        Duration.ofMinutes(1)),
                directory.resolve("data"),
                clock,
                System::nanoTime);
    }
}
