package dev.balancerdeployer.delivery.git;

import static dev.balancerdeployer.delivery.NamespaceSource.namespace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balancerdeployer.delivery.ConfigCommits.Made;
import dev.balancerdeployer.delivery.ConfigCommits.Wanted;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.ObjectPath;
import dev.balancerdeployer.delivery.PullMode;
import dev.balancerdeployer.delivery.SourceUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SshSourceTest {

    @TempDir Path directory;

    private final KeyPair ours = newKey();
    private final KeyPair servers = newKey();
    private TestRemote remote;
    private TestSshServer server;

    @BeforeEach
    void start() throws IOException {
        remote = new TestRemote(directory.resolve("remote.git"));
        server = new TestSshServer(remote.repository(), servers, ours.getPublic());
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        remote.close();
    }

    @Test
    void logsInWithItsKey() throws Exception {
        knows(servers);
        var revision = remote.commit("main", namespace("maps"));

        try (var source = open(keyFile(ours))) {
            assertThat(source.fetch()).isEqualTo(revision);
            assertThat(source.list(revision).namespaces()).hasSize(1);
            var next = remote.commit("main", namespace("maps").object("a", "1"));
            assertThat(source.fetch()).isEqualTo(next);
        }
    }

    @Test
    void pushesWithItsKey() throws Exception {
        knows(servers);
        var head = remote.commit("main", namespace("maps"));

        var both = both(keyFile(ours));
        try (var source = (GitConfigRepository) both.repository()) {
            source.fetch();
            var made =
                    (Made)
                            both.commits()
                                    .write(
                                            head,
                                            new NamespaceId("maps"),
                                            List.of(
                                                    new Wanted(
                                                            5,
                                                            "alice",
                                                            Instant.EPOCH,
                                                            "",
                                                            new TreeMap<>(
                                                                    Map.of(
                                                                            new ObjectPath("a"),
                                                                            Optional.of("1"))))));
            assertThat(both.commits().push("main", head, made.tip())).isTrue();
            assertThat(source.fetch()).isEqualTo(made.tip());
        }
    }

    @Test
    void refusesAServerThatIsNotKnown() throws Exception {
        remote.commit("main", namespace("maps"));

        try (var source = open(keyFile(ours))) {
            assertThatThrownBy(source::fetch)
                    .isInstanceOf(SourceUnavailable.class)
                    .hasMessageContaining("known_hosts");
        }
    }

    @Test
    void refusesAServerWithAnotherKey() throws Exception {
        knows(newKey());
        remote.commit("main", namespace("maps"));

        try (var source = open(keyFile(ours))) {
            assertThatThrownBy(source::fetch)
                    .isInstanceOf(SourceUnavailable.class)
                    .hasMessageContaining("known_hosts");
        }
    }

    @Test
    void saysThatTheKeyIsNotAccepted() throws Exception {
        knows(servers);
        remote.commit("main", namespace("maps"));

        try (var source = open(keyFile(newKey()))) {
            assertThatThrownBy(source::fetch)
                    .isInstanceOf(SourceUnavailable.class)
                    .hasMessageContaining("deployer.git.ssh-key");
        }
    }

    private void knows(KeyPair key) throws IOException {
        var file = directory.resolve("data/git/known_hosts");
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                "[127.0.0.1]:%d %s\n"
                        .formatted(server.port(), PublicKeyEntry.toString(key.getPublic())));
    }

    private Path keyFile(KeyPair key) throws IOException, GeneralSecurityException {
        var file = directory.resolve("key");
        try (var out = Files.newOutputStream(file)) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "test", null, out);
        }
        return file;
    }

    private GitConfigRepository open(Path key) {
        return (GitConfigRepository) both(key).repository();
    }

    private DeliveryGitConfiguration.Adapters both(Path key) {
        return TestSource.both(
                new GitProperties(
                        "ssh://git@127.0.0.1:%d/configs.git".formatted(server.port()),
                        null,
                        "",
                        null,
                        null,
                        key.toString(),
                        PullMode.COMMIT,
                        Duration.ofSeconds(20),
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(1)),
                directory.resolve("data"),
                Clock.systemUTC(),
                System::nanoTime);
    }

    private static KeyPair newKey() {
        try {
            var generator = KeyPairGenerator.getInstance(KeyUtils.EC_ALGORITHM);
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
