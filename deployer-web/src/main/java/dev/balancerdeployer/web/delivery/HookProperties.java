package dev.balancerdeployer.web.delivery;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The push hook.
 *
 * @param hookSecret what pushes are signed with; null: there is no hook
 */
@ConfigurationProperties("deployer.git")
record HookProperties(@Nullable String hookSecret) {

    HookProperties {
        hookSecret = hookSecret == null || hookSecret.isBlank() ? null : hookSecret;
    }

    /** Tells no secret. */
    @Override
    public String toString() {
        return "HookProperties[%s]".formatted(hookSecret == null ? "off" : "on");
    }
}
