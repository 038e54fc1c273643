package dev.balancerdeployer.delivery.http;

import dev.balancerdeployer.delivery.Alert;
import dev.balancerdeployer.delivery.AlertEvent;
import dev.balancerdeployer.delivery.AlertReceiver;
import dev.balancerdeployer.delivery.Alerts;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Posts events to a webhook (API.md section 4). The address may hold a secret, so only its host is
 * ever told.
 */
final class WebhookReceiver implements AlertReceiver {

    /** From the call to the end of the answer, however slowly it comes. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private static final DateTimeFormatter MILLIS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private final HttpClient client;
    private final URI address;
    private final @Nullable String secret;
    private final Duration limit;
    private final JsonMapper json = JsonMapper.builder().build();

    WebhookReceiver(HttpClient client, URI address, @Nullable String secret) {
        this(client, address, secret, LIMIT);
    }

    WebhookReceiver(HttpClient client, URI address, @Nullable String secret, Duration limit) {
        this.client = client;
        this.address = address;
        this.secret = secret;
        this.limit = limit;
    }

    @Override
    public Told tell(AlertEvent event) {
        var body = json.writeValueAsBytes(body(event));
        var request =
                HttpRequest.newBuilder(address)
                        .timeout(limit)
                        .header("Content-Type", "application/json")
                        .header("X-Alert-Event-Id", event.id());
        if (secret != null) {
            request.header("X-Signature-256", "sha256=" + signature(secret, body));
        }
        var sent =
                client.sendAsync(
                        request.POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(),
                        HttpResponse.BodyHandlers.discarding());
        try {
            var status = sent.get(limit.toMillis(), TimeUnit.MILLISECONDS).statusCode();
            return status / 100 == 2
                    ? new Told.Accepted()
                    : failed("answered with status " + status);
        } catch (ExecutionException e) {
            var cause = Objects.requireNonNullElse(e.getCause(), e);
            return failed("cannot be reached: " + cause.getClass().getSimpleName());
        } catch (TimeoutException _) {
            return failed("gave no answer within " + limit);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return failed("was not waited for: the application stops");
        } finally {
            sent.cancel(true);
        }
    }

    private Told failed(String what) {
        return new Told.Failed("the receiver at %s %s".formatted(address.getHost(), what));
    }

    private static Map<String, @Nullable Object> body(AlertEvent event) {
        var alert = event.alert();
        var body = new LinkedHashMap<String, @Nullable Object>();
        body.put("event", event.kind().name());
        body.put("alert_id", alert.id().value());
        body.put("kind", alert.kind().name());
        if (alert.namespace() != null) {
            body.put("namespace", alert.namespace().value());
        }
        if (alert.location() != null) {
            body.put("location", alert.location().value());
        }
        body.put("state", alert.state().name());
        body.put("since", MILLIS.format(alert.since()));
        body.put("resolved_at", time(alert));
        body.put("summary", alert.summary());
        body.put("runbook", Alerts.runbook(alert.kind()));
        return body;
    }

    private static @Nullable String time(Alert alert) {
        Instant resolvedAt = alert.resolvedAt();
        return resolvedAt == null ? null : MILLIS.format(resolvedAt);
    }

    private static String signature(String secret, byte[] body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
        }
    }
}
