package dev.balancerdeployer.delivery;

import dev.balancerdeployer.delivery.RolloutProgress.UnderWay;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whether a rollout under way gives way to the one that waits (SPEC D6, D10). Pure. */
record Succession(DeliveryPolicy policy) {

    /**
     * A forced one waits for nobody; a fix is never blocked by what it fixes; and where the
     * namespace says {@code restart}, a rollout gives way as long as only its first location has
     * it. One with an open attempt is resolved first.
     *
     * @param source what the waiting one delivers
     */
    boolean givesWay(
            UnderWay running,
            Rollout waiting,
            SourceNamespace source,
            @Nullable AwacsNamespace known) {
        if (running.open() != null) {
            return false;
        }
        return waiting.manner() == Manner.FORCED
                || hasFailed(running, known)
                || (restarts(source) && onlyAtFirst(running, source));
    }

    /** Whether a location that may take its config has failed on it. */
    static boolean hasFailed(UnderWay running, @Nullable AwacsNamespace known) {
        var version = running.configVersion();
        return version != null
                && known != null
                && running.stages().stream()
                        .filter(it -> it.open() && !it.leftover())
                        .flatMap(it -> known.balancer(it.location()).stream())
                        .anyMatch(it ->
                                it.state() == BalancerState.FAILED
                                        && Objects.equals(it.targetVersion(), version));
    }

    private boolean restarts(SourceNamespace source) {
        var own = source.onNewer();
        return (own == null ? policy.onNewer() : own) == OnNewer.RESTART;
    }

    /** With another first location a third content would be live. */
    private static boolean onlyAtFirst(UnderWay running, SourceNamespace source) {
        var first = running.stages().getFirst().location();
        return source.locations().getFirst().equals(first)
                && running.stages().stream().skip(1).noneMatch(Stage::open);
    }
}
