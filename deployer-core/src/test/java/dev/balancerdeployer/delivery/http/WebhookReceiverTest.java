package dev.balancerdeployer.delivery.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.balancerdeployer.delivery.Alert;
import dev.balancerdeployer.delivery.AlertEvent;
import dev.balancerdeployer.delivery.AlertId;
import dev.balancerdeployer.delivery.AlertKind;
import dev.balancerdeployer.delivery.AlertReceiver.Told;
import dev.balancerdeployer.delivery.LocationId;
import dev.balancerdeployer.delivery.NamespaceId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The wire to a receiver of alerts (API.md section 4). */
@NullMarked
class WebhookReceiverTest {

    private static final String SECRET = "a-secret";
    private static final Instant AT = Instant.parse("2026-01-01T10:00:00Z");

    private final HttpClient client =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private HttpServer server;
    private volatile int status = 204;
    private volatile boolean drips;

    private record Call(String body, @Nullable String signature, String eventId, String path) {}

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
        client.shutdownNow();
    }

    @Test
    void signsTheVeryBytesThatItSends() throws Exception {
        assertThat(receiver(SECRET).tell(event())).isEqualTo(new Told.Accepted());

        var call = calls.getFirst();
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        assertThat(call.signature())
                .isEqualTo(
                        "sha256="
                                + HexFormat.of()
                                        .formatHex(
                                                mac.doFinal(
                                                        call.body()
                                                                .getBytes(
                                                                        StandardCharsets.UTF_8))));
        assertThat(call.eventId()).isEqualTo("e1");
        assertThat(call.path()).isEqualTo("/hook?token=t0ken");
        assertThat(call.body())
                .isEqualTo(
                        "{\"event\":\"FIRING\",\"alert_id\":\"a1\",\"kind\":\"PAUSE_OVERDUE\","
                                + "\"namespace\":\"maps\",\"location\":\"vla\",\"state\":\"FIRING\","
                                + "\"since\":\"2026-01-01T10:00:00.000Z\",\"resolved_at\":null,"
                                + "\"summary\":\"because\","
                                + "\"runbook\":\"docs/operations.md#pause-overdue\"}");
    }

    @Test
    void withoutASecretNothingIsSigned() {
        receiver(null).tell(event());

        assertThat(calls.getFirst().signature()).isNull();
    }

    @Test
    void onlyASuccessIsOne() {
        for (var other : List.of(500, 503, 404, 302)) {
            status = other;

            assertThat(receiver(SECRET).tell(event()))
                    .isInstanceOfSatisfying(
                            Told.Failed.class,
                            it ->
                                    assertThat(it.reason())
                                            .contains(String.valueOf(other))
                                            .doesNotContain("t0ken")
                                            .doesNotContain(SECRET));
        }
        assertThat(calls).hasSize(4); // no redirect was followed
    }

    @Test
    void waitsForNobodyForLong() {
        drips = true;

        var told = receiver(SECRET, Duration.ofMillis(300)).tell(event());

        assertThat(told)
                .isInstanceOfSatisfying(
                        Told.Failed.class, it -> assertThat(it.reason()).contains("PT0.3S"));
    }

    @Test
    void aReceiverThatIsNotThereIsNamedByItsHostOnly() {
        server.stop(0);

        assertThat(receiver(SECRET).tell(event()))
                .isInstanceOfSatisfying(
                        Told.Failed.class,
                        it ->
                                assertThat(it.reason())
                                        .contains("127.0.0.1")
                                        .doesNotContain("t0ken"));
    }

    private WebhookReceiver receiver(@Nullable String secret) {
        return receiver(secret, Duration.ofSeconds(10));
    }

    private WebhookReceiver receiver(@Nullable String secret, Duration limit) {
        var url = "http://127.0.0.1:%d/hook?token=t0ken".formatted(server.getAddress().getPort());
        return new WebhookReceiver(client, URI.create(url), secret, limit);
    }

    private static AlertEvent event() {
        return new AlertEvent(
                "e1",
                AlertEvent.Kind.FIRING,
                new Alert(
                        new AlertId("a1"),
                        AlertKind.PAUSE_OVERDUE,
                        new NamespaceId("maps"),
                        new LocationId("vla"),
                        AT,
                        null,
                        "because"));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            calls.add(
                    new Call(
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8),
                            exchange.getRequestHeaders().getFirst("X-Signature-256"),
                            exchange.getRequestHeaders().getFirst("X-Alert-Event-Id"),
                            exchange.getRequestURI().toString()));
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            if (!drips) {
                exchange.sendResponseHeaders(status, -1);
                return;
            }
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            end.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
