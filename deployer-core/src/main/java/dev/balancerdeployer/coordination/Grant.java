package dev.balancerdeployer.coordination;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A permit as the store holds it (SPEC C1, C2).
 *
 * @param attempt the id under which it was acquired; whoever knows it may renew and release
 * @param since database time of the grant
 * @param expiresAt database time at which it ends unless renewed
 * @param runId the run it serves, if it serves one
 */
public record Grant(
        String attempt,
        Fence fence,
        String owner,
        int weight,
        Duration ttl,
        Instant since,
        Instant expiresAt,
        @Nullable RunId runId) {}
