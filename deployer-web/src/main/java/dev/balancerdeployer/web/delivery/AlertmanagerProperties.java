package dev.balancerdeployer.web.delivery;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The hook for alerts of monitoring.
 *
 * @param token what its caller sends as {@code Authorization: Bearer}; null: there is no hook
 */
@ConfigurationProperties("deployer.alertmanager")
record AlertmanagerProperties(@Nullable String token) {

    private static final String SCHEME = "bearer ";

    AlertmanagerProperties {
        if (token != null && !token.matches("[\\x21-\\x7e]{1,4096}")) {
            throw new IllegalArgumentException(
                    "deployer.alertmanager.token: (expected: 1..4096 printable ASCII characters"
                            + " without spaces)");
        }
    }

    /** Whether the header carries the token; takes the same time for every wrong one. */
    boolean admits(@Nullable String authorization) {
        return token != null
                && authorization != null
                && authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)
                && MessageDigest.isEqual(
                        token.getBytes(StandardCharsets.UTF_8),
                        authorization.substring(SCHEME.length()).getBytes(StandardCharsets.UTF_8));
    }

    /** Tells no secret. */
    @Override
    public String toString() {
        return "AlertmanagerProperties[%s]".formatted(token == null ? "off" : "on");
    }
}
