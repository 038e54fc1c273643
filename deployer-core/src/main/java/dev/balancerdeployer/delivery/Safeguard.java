package dev.balancerdeployer.delivery;

import dev.balancerdeployer.coordination.Fence;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What protects one write to awacs; each part may be missing for a person's write (SPEC C3, C5,
 * D3).
 *
 * @param attempt the same attempt again changes nothing and answers its first result
 * @param fence refused if the namespace has seen a higher one of the same semaphore
 * @param notAfter the write lands strictly before this instant of the registry's time, or not at
 *     all
 */
public record Safeguard(
        @Nullable AttemptId attempt, @Nullable Fence fence, @Nullable Instant notAfter) {

    public static Safeguard none() {
        return new Safeguard(null, null, null);
    }
}
