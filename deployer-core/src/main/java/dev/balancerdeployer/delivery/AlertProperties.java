package dev.balancerdeployer.delivery;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who is told of alerts (SPEC D15).
 *
 * @param webhookUrl gets a POST for each change of state; null: nobody is told
 * @param webhookSecret signs it; null: it is not signed
 * @param reminder after that long a receiver is told again, while the alert fires
 */
@ConfigurationProperties("deployer.alerts")
public record AlertProperties(
        @Nullable String webhookUrl,
        @Nullable String webhookSecret,
        @DefaultValue("4h") Duration reminder) {

    public AlertProperties {
        webhookUrl = webhookUrl == null || webhookUrl.isBlank() ? null : webhookUrl.strip();
        webhookSecret = webhookSecret == null || webhookSecret.isBlank() ? null : webhookSecret;
        if (webhookUrl != null) {
            check(webhookUrl);
        }
        if (reminder.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException(
                    "deployer.alerts.reminder: '%s' (expected: 1s or more)".formatted(reminder));
        }
    }

    /** Whether anybody is told. */
    boolean tells() {
        return webhookUrl != null;
    }

    /** Tells no secret; an address may hold one. */
    @Override
    public String toString() {
        return "AlertProperties[reminder=%s]".formatted(reminder);
    }

    /** Names nothing of the address. User info would not be sent: the client drops it. */
    private static void check(String url) {
        var address = address(url);
        if (address == null) {
            throw new IllegalArgumentException(
                    "deployer.alerts.webhook-url: what is given (expected: http://.. or https://..)");
        }
        if (address.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "deployer.alerts.webhook-url: holds a user or password, which would not be sent"
                            + " (expected: a token in its path or query, or"
                            + " deployer.alerts.webhook-secret)");
        }
    }

    private static @Nullable URI address(String url) {
        try {
            var uri = URI.create(url);
            var known = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return known && uri.getHost() != null ? uri : null;
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
