package dev.balancerdeployer.coordination;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * The check of one run before each of its writes (SPEC C5). The order of the reads is the proof: a
 * flip or a loss that the later reads do not see yet was acknowledged after the time was read, so
 * that what they allow ends within 2 s of it.
 */
final class RunGuard implements WriteGuard {

    /** How long a write may take from the reading of the time on. */
    private static final Duration WINDOW = Duration.ofSeconds(2);

    private final DatabaseTime time;
    private final KillSwitch killSwitch;
    private final Semaphores semaphores;
    private final Fence fence;

    RunGuard(DatabaseTime time, KillSwitch killSwitch, Semaphores semaphores, Fence fence) {
        this.time = time;
        this.killSwitch = killSwitch;
        this.semaphores = semaphores;
        this.fence = fence;
    }

    @Override
    public Clearance clear() {
        try {
            var now = time.now();
            return switch (killSwitch.read()) {
                case SwitchState.Closed it -> new Clearance.Refused(it.reason(), false);
                case SwitchState.Open(var closedLocations, _) -> judgeGrant(now, closedLocations);
            };
        } catch (StoreUnavailable e) {
            return new Clearance.Refused(
                    "the store could not be asked whether the write is allowed: " + e.getMessage(),
                    false);
        }
    }

    private Clearance judgeGrant(Instant now, Set<String> closedLocations) {
        return semaphores
                .current(fence)
                .map(Grant::expiresAt)
                .filter(now::isBefore)
                .<Clearance>map(end ->
                        new Clearance.Cleared(
                                fence, earlier(now.plus(WINDOW), end), closedLocations))
                .orElseGet(() ->
                        new Clearance.Refused(
                                "the lease %s is lost: expired, released or broken"
                                        .formatted(fence),
                                true));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
