package dev.balancerdeployer.delivery.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.Fence;
import dev.balancerdeployer.coordination.SemaphoreName;
import dev.balancerdeployer.delivery.AttemptId;
import dev.balancerdeployer.delivery.Awacs;
import dev.balancerdeployer.delivery.Awacs.Lift;
import dev.balancerdeployer.delivery.Awacs.Outcome;
import dev.balancerdeployer.delivery.Awacs.Outcome.Done;
import dev.balancerdeployer.delivery.Awacs.Outcome.FencedOff;
import dev.balancerdeployer.delivery.Awacs.Outcome.NotActive;
import dev.balancerdeployer.delivery.Awacs.Outcome.Stale;
import dev.balancerdeployer.delivery.AwacsUnavailable;
import dev.balancerdeployer.delivery.LocationId;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.Pause;
import dev.balancerdeployer.delivery.PauseKind;
import dev.balancerdeployer.delivery.PauseToken;
import dev.balancerdeployer.delivery.Safeguard;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the client makes of answers that our own registry does not give. */
@NullMarked
class HttpAwacsAnswersTest {

    private static final NamespaceId MAPS = new NamespaceId("maps.front");
    private static final LocationId SAS = new LocationId("sas");
    private static final String NAMESPACE =
            """
            {"namespace": "maps.front", "version": 7, "updated_at": "2026-11-24T12:00:00.000Z",
             "updated_by": "alice", "comment": "", "objects": [], "mood": "new", "balancers": [
               {"location": "sas", "target_version": 7, "active_version": 7, "state": "ACTIVE",
                "state_since": "2026-11-24T12:00:00+02:00", "message": "", "pauses": [
                  {"token": "t", "kind": "ECLIPSE", "author": "bob", "reason": "r",
                   "since": "2026-11-24T12:00:00.000Z", "overdue_at": null}]}]}\
            """;

    private final HttpServer server = server();
    private final CountDownLatch silence = new CountDownLatch(1);
    private final RemoteAwacs remote =
            RemoteAwacs.at(
                    URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/base/"),
                    "s3cret",
                    Duration.ofMillis(500),
                    () -> Instant.EPOCH);
    private final Awacs awacs = remote.plain();

    private Reply reply = new Reply(404, "text/plain", "");
    private @Nullable HttpExchange last;

    private record Reply(int status, String type, String body) {}

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        silence.countDown();
        remote.close();
        server.stop(0);
    }

    @Test
    void takesWhatANewerRegistryAdds() {
        replies(200, NAMESPACE);

        var namespace = awacs.find(MAPS).orElseThrow();

        assertThat(namespace.version()).isEqualTo(7);
        var sas = namespace.balancer(SAS).orElseThrow();
        assertThat(sas.stateSince()).isEqualTo("2026-11-24T10:00:00Z");
        assertThat(sas.pauses()).extracting(Pause::kind).containsExactly(PauseKind.HUMAN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"version\": 7,|''|namespace.version: missing",
                "\"version\": 7,|\"version\": \"7\",|namespace.version: (expected: a whole number)",
                "\"version\": 7,|\"version\": 0,|namespace.version: (expected: 1 or more)",
                "maps.front|other|namespace.namespace: (expected: maps.front)",
                "\"objects\": [],|''|namespace.objects: (expected: a list)",
                "12:00:00.000Z|noon|(expected: a time)",
                "ACTIVE|DREAMING|namespace.balancers.state",
                "\"sas\"|\"s as\"|namespace.balancers.location",
                "alice\",|alice\"|no JSON"
            })
    void namesWhatIsWrongWithAnAnswer(String part, String instead, String words) {
        replies(200, NAMESPACE.replace(part, instead));

        unexpected(() -> awacs.find(MAPS), words);
    }

    @Test
    void refusesATextThatIsNotTheOneOfItsDigest() {
        replies(
                200,
                """
                {"version": 7, "objects": [{"path": "a", "content": "x", "digest": "%s"}]}\
                """
                        .formatted("0".repeat(64)));

        unexpected(() -> awacs.objects(MAPS, 7), "version.objects.content");
    }

    @Test
    void aMissingPageIsNoMissingNamespace() {
        reply = new Reply(404, "text/html", "<h1>Not found</h1>");

        unexpected(() -> awacs.find(MAPS), "status 404 without a problem (is awacs.url");
        problem(404, "/problems/no-such-page", "");
        unexpected(() -> awacs.find(MAPS), "404 /problems/no-such-page");
        problem(404, "/problems/not-found", "");
        assertThat(awacs.find(MAPS)).isEmpty();
        unexpected(() -> awacs.raiseFence(MAPS, new Fence(new SemaphoreName("S"), 1)), "404");
    }

    @Test
    void followsNobodyElsewhere() {
        reply = new Reply(302, "text/plain", "");

        unexpected(() -> awacs.find(MAPS), "status 302 without a problem");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void asksForTheTokenWhenItIsRefused(int status) {
        problem(status, "/problems/unauthorized", "");

        unexpected(() -> awacs.find(MAPS), "is awacs.token right?");
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503, 504})
    void aFailureThereIsNoAnswer(int status) {
        problem(status, "/problems/internal", "");

        assertThatThrownBy(() -> lift(7L))
                .isInstanceOf(AwacsUnavailable.class)
                .hasMessage("awacs answered " + status)
                .cause()
                .isNotInstanceOf(UnexpectedAnswer.class);
    }

    @Test
    void tellsRefusalsApartByTheirType() {
        problem(409, "/problems/fenced-off", "");
        assertThat(lift(7L)).isInstanceOf(FencedOff.class);
        problem(409, "/problems/not-active", ", \"locations\": [\"vla\"]");
        assertThat(lift(7L)).isEqualTo(new NotActive(List.of(new LocationId("vla"))));
        problem(412, "/problems/stale-version", ", \"current_version\": 8");
        assertThat(lift(7L)).isEqualTo(new Stale(8));
        problem(409, "/problems/wrong-state", "");
        unexpected(() -> lift(7L), "409 /problems/wrong-state");
        problem(412, "/problems/stale-version", "");
        unexpected(() -> lift(7L), "problem.current_version: missing");
        problem(400, "/problems/invalid-request", "");
        assertThatIllegalArgumentException().isThrownBy(() -> lift(7L)).withMessage("words");
    }

    @Test
    void aRegistryNeedNotTellTheVersionOfALiftThatExpectedOne() {
        reply = new Reply(204, "", "");

        assertThat(lift(7L)).isEqualTo(new Done(true, 7));
        unexpected(() -> lift(null), "no ETag");
    }

    @Test
    void sendsWhoAndUnderWhichProtection() {
        reply = new Reply(204, "", "");
        var safeguard =
                new Safeguard(
                        new AttemptId("r/1:a-2"),
                        new Fence(new SemaphoreName("MAPS"), 7),
                        Instant.parse("2026-11-24T12:00:02.123999Z"));

        awacs.lift(
                new Lift(MAPS, SAS, new PauseToken("bake/r:1"), 7L, List.of(SAS)),
                Actor.self(),
                safeguard);

        var sent = java.util.Objects.requireNonNull(last);
        assertThat(sent.getRequestURI())
                .hasToString(
                        "/base/awacs/v1/namespaces/maps.front/balancers/sas/pauses/bake/r:1"
                                + "?version=7");
        assertThat(sent.getRequestHeaders().getFirst("Authorization")).isEqualTo("Bearer s3cret");
        assertThat(sent.getRequestHeaders().getFirst("X-Actor")).isEqualTo(Actor.SELF);
        assertThat(sent.getRequestHeaders().getFirst("X-Attempt")).isEqualTo("r/1:a-2");
        assertThat(sent.getRequestHeaders().getFirst("X-Fence")).isEqualTo("MAPS:7");
        assertThat(sent.getRequestHeaders().getFirst("X-Not-After"))
                .isEqualTo("2026-11-24T12:00:02.123Z");
        assertThat(sent.getRequestHeaders().getFirst("X-Requires-Active")).isEqualTo("sas");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a//b", "a/", "a/./b", "a/../../b"})
    void refusesToSendNamesThatWouldBeAnotherAddress(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> awacs.attempt(MAPS, new AttemptId(name)));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        awacs.lift(
                                new Lift(MAPS, new LocationId(name), token(), null, List.of()),
                                Actor.self(),
                                Safeguard.none()));
    }

    @Test
    void waitsForAnAnswerOnlySoLong() {
        reply = new Reply(-1, "", "");

        assertThatThrownBy(() -> awacs.find(MAPS))
                .isInstanceOf(AwacsUnavailable.class)
                .hasMessage("awacs did not answer in time");
    }

    @Test
    void aBodyThatDoesNotEndIsNoAnswer() {
        reply = new Reply(200, "application/json", "HANGS");

        assertThatThrownBy(() -> awacs.find(MAPS)).isInstanceOf(AwacsUnavailable.class);
    }

    private Outcome lift(@Nullable Long version) {
        return awacs.lift(
                new Lift(MAPS, SAS, token(), version, List.of()), Actor.self(), Safeguard.none());
    }

    private static PauseToken token() {
        return new PauseToken("t");
    }

    private static void unexpected(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String words) {
        assertThatThrownBy(call)
                .isInstanceOf(AwacsUnavailable.class)
                .hasCauseInstanceOf(UnexpectedAnswer.class)
                .hasMessageContaining(words)
                .hasMessageNotContaining("s3cret");
    }

    private void replies(int status, String body) {
        reply = new Reply(status, "application/json", body);
    }

    private void problem(int status, String type, String more) {
        reply =
                new Reply(
                        status,
                        "application/problem+json",
                        "{\"type\": \"%s\", \"detail\": \"words\"%s}".formatted(type, more));
    }

    private HttpServer server() {
        try {
            var made =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            made.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            made.createContext("/", this::answer);
            return made;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        last = exchange;
        exchange.getRequestBody().readAllBytes();
        try (exchange) {
            if (reply.status() < 0) {
                untilTheEnd();
                return;
            }
            if (!reply.type().isEmpty()) {
                exchange.getResponseHeaders().add("Content-Type", reply.type());
            }
            exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/");
            var body = reply.body().getBytes(StandardCharsets.UTF_8);
            var hangs = reply.body().equals("HANGS");
            var length = body.length == 0 ? -1L : body.length;
            exchange.sendResponseHeaders(reply.status(), hangs ? 1_000 : length);
            if (body.length > 0) {
                exchange.getResponseBody().write(body);
                exchange.getResponseBody().flush();
            }
            if (hangs) {
                untilTheEnd();
            }
        }
    }

    private void untilTheEnd() {
        try {
            silence.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
