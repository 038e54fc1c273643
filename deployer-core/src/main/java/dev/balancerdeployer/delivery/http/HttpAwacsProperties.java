package dev.balancerdeployer.delivery.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where awacs is, if it is not the built-in registry.
 *
 * @param url address of the application that hosts the registry, without {@code /awacs/v1}; null:
 *     the built-in one
 * @param token sent to it as {@code Authorization: Bearer}; null: none
 * @param connectTimeout the longest wait for a connection
 * @param timeout the longest wait for one whole answer
 */
@ConfigurationProperties("awacs")
record HttpAwacsProperties(
        @Nullable String url,
        @Nullable String token,
        @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("10s") Duration timeout) {

    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    HttpAwacsProperties {
        url = blankToNull(url);
        token = blankToNull(token);
        if (url != null) {
            url = requireUrl(url);
        } else if (token != null) {
            throw new IllegalArgumentException(
                    "awacs.token: set without awacs.url (expected: both, or neither for the"
                            + " built-in registry)");
        }
        if (token != null && !token.matches("[\\x21-\\x7e]{1,4096}")) {
            throw new IllegalArgumentException(
                    "awacs.token: (expected: 1..4096 printable ASCII characters without spaces)");
        }
        requireTimeout("connect-timeout", connectTimeout);
        requireTimeout("timeout", timeout);
    }

    /** Whether the token would be readable on its way. */
    boolean tokenInTheClear() {
        if (url == null || token == null) {
            return false;
        }
        var address = URI.create(url);
        return "http".equals(address.getScheme()) && !THIS_MACHINE.contains(address.getHost());
    }

    /** Tells no secret. */
    @Override
    public String toString() {
        return "HttpAwacsProperties[url=%s, connectTimeout=%s, timeout=%s]"
                .formatted(url, connectTimeout, timeout);
    }

    /** Not shown in the refusal: people put passwords into addresses. */
    private static String requireUrl(String url) {
        try {
            var address = new URI(url);
            var scheme = address.getScheme();
            if (("http".equals(scheme) || "https".equals(scheme))
                    && address.getHost() != null
                    && address.getRawUserInfo() == null
                    && address.getRawQuery() == null
                    && address.getRawFragment() == null) {
                return url.replaceAll("/+$", "");
            }
        } catch (URISyntaxException _) {
            // refused below
        }
        throw new IllegalArgumentException(
                "awacs.url: (expected: http://HOST:PORT or https://HOST:PORT, perhaps with a path,"
                        + " without user, query and fragment)");
    }

    private static void requireTimeout(String name, Duration timeout) {
        if (timeout.compareTo(Duration.ofMillis(100)) < 0 || timeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "awacs.%s: '%s' (expected: 100ms to 1m)".formatted(name, timeout));
        }
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
