package dev.balancerdeployer.delivery.git;

import static dev.balancerdeployer.delivery.NamespaceSource.namespace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.PullMode;
import dev.balancerdeployer.delivery.SourceUnavailable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpSourceTest {

    @TempDir Path directory;

    private TestRemote remote;
    private TestHttpServer server;

    @BeforeEach
    void start() {
        remote = new TestRemote(directory.resolve("remote.git"));
        server = new TestHttpServer(remote.repository(), "robot", "s3cret");
    }

    @AfterEach
    void stop() {
        server.close();
        remote.close();
    }

    @Test
    void logsInWithUserNameAndPassword() {
        var revision = remote.commit("main", namespace("maps"));

        try (var source = open(server.url(), "robot", "s3cret")) {
            assertThat(source.fetch()).isEqualTo(revision);
            assertThat(source.list(revision).namespaces()).hasSize(1);
        }
    }

    @Test
    void takesThemFromTheUrlToo() {
        var revision = remote.commit("main", namespace("maps"));

        try (var source =
                open(server.url().replace("http://", "http://robot:s3cret@"), null, null)) {
            assertThat(source.fetch()).isEqualTo(revision);
        }
    }

    @Test
    void saysThatALogInWasRefusedAndTellsNoSecret() {
        remote.commit("main", namespace("maps"));

        try (var source =
                open(server.url().replace("http://", "http://mallory:wr0ng@"), null, null)) {
            assertThat(failure(source))
                    .contains("127.0.0.1")
                    .contains("not authorized")
                    .doesNotContain("wr0ng")
                    .doesNotContain("mallory");
        }
        try (var source = open(server.url(), null, null)) {
            assertThat(failure(source)).contains("could not be fetched");
        }
    }

    @Test
    void tellsThePasswordToNoOtherServer() {
        remote.commit("main", namespace("maps"));
        try (var other = new TestHttpServer(remote.repository(), "robot", "s3cret")) {
            server.redirectTo(other);

            try (var source = open(server.url(), "robot", "s3cret")) {
                assertThat(failure(source)).doesNotContain("s3cret");
            }
            assertThat(other.authorizations()).isEmpty();
        }
    }

    @Test
    void saysThatThereIsNoRepository() {
        try (var source = open(server.url().replace("configs", "others"), "robot", "s3cret")) {
            assertThat(failure(source)).contains("there is no repository");
        }
    }

    @Test
    void saysThatNobodyListens() throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }

        try (var source = open("http://127.0.0.1:" + port + "/x.git", null, null)) {
            assertThat(failure(source)).contains("refuses the connection");
        }
        try (var source = open("https://git.invalid/x.git", null, null)) {
            assertThat(failure(source)).contains("git.invalid").contains("is not known");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "0000", "<html>Log in, please</html>", "ffffrubbish", "0004", "\u0000"})
    void rubbishLeavesTheLastGoodState(String rubbish) {
        var good = remote.commit("main", namespace("maps"));
        try (var source = open(server.url(), "robot", "s3cret")) {
            source.fetch();
            var next = remote.commit("main", namespace("maps").object("a", "1"));

            server.damage(_ -> rubbish.getBytes(StandardCharsets.UTF_8));

            assertThat(failure(source)).contains("could not be fetched").doesNotContain("s3cret");
            assertThat(source.list(good).namespaces()).hasSize(1);
            server.damage(UnaryOperator.identity());
            assertThat(source.fetch()).isEqualTo(next);
        }
    }

    @Test
    void anAnswerWithWrongBytesIsRefusedOrIsRight() {
        var seed = 20_261_125L;
        var random = new Random(seed);
        System.out.println("seed " + seed);
        var good = remote.commit("main", namespace("maps"));
        try (var source = open(server.url(), "robot", "s3cret")) {
            source.fetch();
            for (var round = 0; round < 40; round++) {
                var what = "seed %d, round %d".formatted(seed, round);
                server.damage(UnaryOperator.identity());
                var text = "x\n".repeat(100 + round);
                var next = remote.commit("main", namespace("maps").object("a", text));
                server.damage(body -> damaged(body, random));
                try {
                    var head = source.fetch();
                    assertThat(source.list(head).refused()).as(what).isEmpty();
                } catch (SourceUnavailable e) {
                    assertThat(e.getMessage()).as(what).startsWith("the config repository");
                }
                assertThat(source.list(good).namespaces()).as(what).hasSize(1);
                server.damage(UnaryOperator.identity());
                assertThat(source.fetch()).as(what).isEqualTo(next);
                assertThat(source.objects(next, new NamespaceId("maps")).values())
                        .as(what)
                        .containsExactly(text);
            }
        }
    }

    private static byte[] damaged(byte[] body, Random random) {
        var bytes =
                random.nextInt(4) == 0
                        ? Arrays.copyOf(body, random.nextInt(body.length))
                        : body.clone();
        for (var i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    @Test
    void doesNotWaitForAServerThatIsSilent() throws IOException {
        try (var silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                var source = open("http://127.0.0.1:" + silent.getLocalPort() + "/x", null, null)) {
            assertThat(failure(source)).contains("does not answer in time");
        }
    }

    @Test
    void doesNotWaitForAServerThatNeverComesToAnEnd() throws IOException {
        try (var endless = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> trickle(endless));
            var settings =
                    settings(
                            "http://127.0.0.1:" + endless.getLocalPort() + "/x",
                            null,
                            null,
                            Duration.ofSeconds(2));
            try (var source = TestSource.open(settings, directory.resolve("data"))) {
                assertThat(failure(source)).contains("within PT2S");
                assertThat(failure(source)).contains("still running");
            }
        }
    }

    /** A header that goes on for ever, in pieces. */
    private static void trickle(ServerSocket server) {
        try (var socket = server.accept();
                var out = socket.getOutputStream()) {
            out.write("HTTP/1.1 200 OK\r\nX: ".getBytes(StandardCharsets.US_ASCII));
            var pause = new Object();
            while (!server.isClosed()) {
                out.write('x');
                out.flush();
                synchronized (pause) {
                    pause.wait(200);
                }
            }
        } catch (IOException | InterruptedException _) {
            // the test is over
        }
    }

    private GitConfigRepository open(
            String url, @Nullable String username, @Nullable String password) {
        return TestSource.open(
                settings(url, username, password, Duration.ofMinutes(1)),
                directory.resolve("data"));
    }

    private static GitProperties settings(
            String url, @Nullable String username, @Nullable String password, Duration limit) {
        return new GitProperties(
                url,
                null,
                "",
                username,
                password,
                null,
                PullMode.COMMIT,
                Duration.ofSeconds(1),
                limit,
                limit);
    }

    /** All that would be logged. */
    private static String failure(GitConfigRepository source) {
        var failure = catchThrowableOfType(SourceUnavailable.class, source::fetch);
        var log = new StringWriter();
        failure.printStackTrace(new PrintWriter(log));
        return log.toString();
    }
}
