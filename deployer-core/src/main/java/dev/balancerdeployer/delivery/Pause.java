package dev.balancerdeployer.delivery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One reason why a balancer takes no new config.
 *
 * @param since the registry's time
 * @param overdueAt from when on somebody should look; null: never
 */
public record Pause(
        PauseToken token,
        PauseKind kind,
        String author,
        String reason,
        Instant since,
        @Nullable Instant overdueAt) {}
