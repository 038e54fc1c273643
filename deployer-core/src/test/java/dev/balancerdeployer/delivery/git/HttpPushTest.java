package dev.balancerdeployer.delivery.git;

import static dev.balancerdeployer.delivery.NamespaceSource.namespace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.balancerdeployer.delivery.ConfigCommits.Made;
import dev.balancerdeployer.delivery.ConfigCommits.Wanted;
import dev.balancerdeployer.delivery.Logged;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.ObjectPath;
import dev.balancerdeployer.delivery.PullMode;
import dev.balancerdeployer.delivery.Revision;
import dev.balancerdeployer.delivery.SourceUnavailable;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pushes over http (SPEC D14). */
class HttpPushTest {

    @TempDir Path directory;

    private TestRemote remote;
    private TestHttpServer server;
    private DeliveryGitConfiguration.Adapters both;

    @BeforeEach
    void start() {
        remote = new TestRemote(directory.resolve("remote.git"));
        server = new TestHttpServer(remote.repository(), "robot", "s3cret");
        both = open("s3cret");
    }

    @AfterEach
    void stop() throws Exception {
        ((GitConfigRepository) both.repository()).close();
        server.close();
        remote.close();
    }

    @Test
    void logsInWithUserNameAndPassword() {
        var head = fetched();
        var made = made(head);

        assertThat(both.commits().push("main", head, made.tip())).isTrue();

        assertThat(remote.head("main")).isEqualTo(made.tip());
        assertThat(both.repository().fetch()).isEqualTo(made.tip());
    }

    @Test
    void saysThatALogInWasRefusedAndTellsNoSecret() throws Exception {
        var head = fetched();
        ((GitConfigRepository) both.repository()).close();
        both = open("wr0ng");

        assertThat(failure(head, made(head).tip()))
                .contains("could not be pushed to")
                .contains("not authorized")
                .doesNotContain("wr0ng")
                .doesNotContain("robot");
        assertThat(remote.head("main")).isEqualTo(head);
    }

    @Test
    void tellsThePasswordToNoOtherServer() {
        var head = fetched();
        var made = made(head);
        try (var other = new TestHttpServer(remote.repository(), "robot", "s3cret")) {
            server.redirectTo(other);

            assertThat(failure(head, made.tip())).doesNotContain("s3cret");
            assertThat(other.authorizations()).isEmpty();
        }
    }

    @Test
    void aPushThatTheRemoteRefusesIsToldWithItsReason() {
        var head = fetched();
        var made = made(head);
        server.refusePushes("protected branch, says\u001b[31m robot s3cret");

        var told =
                Logged.by(
                        RemotePush.class,
                        () -> assertThat(both.commits().push("main", head, made.tip())).isFalse());

        assertThat(remote.head("main")).isEqualTo(head);
        assertThat(told)
                .singleElement()
                .asString()
                .contains("protected branch, says")
                .doesNotContain("s3cret")
                .doesNotContain("robot")
                .doesNotContain("\u001b");
    }

    @Test
    void somebodyMayBeFasterBetweenTheLookAndThePush() {
        var head = fetched();
        var made = made(head);
        var others = remote.commit("main", namespace("maps").object("b", "1"));
        remote.reset("main", head);
        server.beforePush(() -> remote.reset("main", others));

        assertThat(both.commits().push("main", head, made.tip())).isFalse();

        assertThat(remote.head("main")).isEqualTo(others);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0000", "<html>Log in, please</html>", "ffffrubbish", "\u0000"})
    void rubbishForAnAnswerLeavesItOpenWhatBecameOfThePush(String rubbish) {
        var head = fetched();
        var made = made(head);
        server.afterPush(() -> server.damage(_ -> rubbish.getBytes(StandardCharsets.UTF_8)));

        assertThat(failure(head, made.tip())).contains("could not be pushed to");

        server.afterPush(() -> {});
        server.damage(UnaryOperator.identity());
        assertThat(both.repository().fetch()).isEqualTo(made.tip());
        assertThat(both.commits().push("main", head, made.tip())).isTrue();
    }

    @Test
    void doesNotWaitForAServerThatIsSilent() throws Exception {
        var head = fetched();
        var made = made(head);
        var over = new CountDownLatch(1);
        server.afterPush(() -> await(over));
        try {
            assertThat(failure(head, made.tip())).contains("does not answer in time");
        } finally {
            over.countDown();
        }
    }

    @Test
    void doesNotWaitLongerThanAllowed() throws Exception {
        var head = fetched();
        ((GitConfigRepository) both.repository()).close();
        both = open("s3cret", Duration.ofSeconds(20), Duration.ofSeconds(2));
        var made = made(head);
        var over = new CountDownLatch(1);
        server.afterPush(() -> await(over));
        try {
            assertThat(failure(head, made.tip())).contains("could not be pushed to within PT2S");
            assertThat(failure(head, made.tip())).contains("still running");
        } finally {
            over.countDown();
        }
    }

    @Test
    void readersDoNotWaitForAPushThatHangs() throws Exception {
        var head = fetched();
        var made = made(head);
        var hangs = new CountDownLatch(1);
        var over = new CountDownLatch(1);
        server.afterPush(() -> {
            hangs.countDown();
            await(over);
        });
        var pushing =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                both.commits().push("main", head, made.tip());
                            } catch (SourceUnavailable _) {
                                hangs.countDown(); // it hung too long for the idle timeout
                            }
                        });
        try {
            hangs.await();
            assertThat(both.repository().list(head).namespaces()).hasSize(1);
            assertThat(made(head).commits()).hasSize(1);
            assertThat(both.commits().pulled(made.tip())).hasSize(1);
        } finally {
            over.countDown();
            pushing.join();
        }
        assertThat(both.repository().fetch()).isEqualTo(made.tip());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Revision fetched() {
        remote.commit("main", namespace("maps").object("a", "1"));
        return both.repository().fetch();
    }

    private Made made(Revision onto) {
        var changes = new TreeMap<>(Map.of(new ObjectPath("a"), Optional.of("2")));
        var wanted = new Wanted(5, "alice", Instant.EPOCH, "why", changes);
        return (Made) both.commits().write(onto, new NamespaceId("maps"), List.of(wanted));
    }

    private DeliveryGitConfiguration.Adapters open(String password) {
        return open(password, Duration.ofSeconds(1), Duration.ofMinutes(1));
    }

    private DeliveryGitConfiguration.Adapters open(String password, Duration idle, Duration limit) {
        return TestSource.both(
                new GitProperties(
                        server.url(),
                        null,
                        "",
                        "robot",
                        password,
                        null,
                        PullMode.COMMIT,
                        idle,
                        limit,
                        limit),
                directory.resolve("data"),
                Clock.systemUTC(),
                System::nanoTime);
    }

    /** All that would be logged. */
    private String failure(Revision expected, Revision tip) {
        var failure =
                catchThrowableOfType(
                        SourceUnavailable.class, () -> both.commits().push("main", expected, tip));
        var log = new StringWriter();
        failure.printStackTrace(new PrintWriter(log));
        return log.toString();
    }
}
