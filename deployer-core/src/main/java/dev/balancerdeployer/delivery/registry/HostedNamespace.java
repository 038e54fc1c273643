package dev.balancerdeployer.delivery.registry;

import dev.balancerdeployer.coordination.Fence;
import dev.balancerdeployer.delivery.AttemptId;
import dev.balancerdeployer.delivery.AwacsNamespace;
import dev.balancerdeployer.delivery.Balancer;
import dev.balancerdeployer.delivery.LocationId;
import dev.balancerdeployer.delivery.NamespaceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A namespace as the registry stores it, small: its objects live apart (SPEC D4). One without a
 * version is a stub, which nobody sees: it only remembers fences, so that the creation of a
 * namespace is judged like every other write (SPEC C3, C5).
 *
 * @param newest the newest version's line; older ones are filed apart before a newer one is written
 * @param fences the highest seen of each semaphore
 * @param attempts the youngest of those that landed, oldest first; older ones are filed apart
 * @param touchedAt when it last changed; never goes back
 */
public record HostedNamespace(
        NamespaceId id,
        @Nullable VersionLine newest,
        List<Balancer> balancers,
        List<Fence> fences,
        List<LandedAttempt> attempts,
        Instant touchedAt) {

    /**
     * @param version the config version right after it landed
     */
    public record LandedAttempt(AttemptId id, long version) {}

    public HostedNamespace {
        balancers = List.copyOf(balancers);
        fences = List.copyOf(fences);
        attempts = List.copyOf(attempts);
    }

    /** What stands for a namespace that does not exist. */
    public static HostedNamespace stub(NamespaceId id) {
        return new HostedNamespace(id, null, List.of(), List.of(), List.of(), Instant.EPOCH);
    }

    /** The config version; 0 for a stub. */
    public long version() {
        return newest == null ? 0 : newest.version();
    }

    Optional<Balancer> balancer(LocationId location) {
        return balancers.stream().filter(it -> it.location().equals(location)).findFirst();
    }

    Optional<LandedAttempt> attempt(AttemptId attempt) {
        return attempts.stream().filter(it -> it.id().equals(attempt)).findFirst();
    }

    /** That time, unless a change with a later one is stored already. */
    Instant notBeforeLastChange(Instant time) {
        return time.isBefore(touchedAt) ? touchedAt : time;
    }

    HostedNamespace withConfig(VersionLine line, List<Balancer> staged) {
        return new HostedNamespace(id, line, staged, fences, attempts, touchedAt);
    }

    HostedNamespace withBalancer(LocationId location, UnaryOperator<Balancer> change) {
        var changed =
                balancers.stream()
                        .map(it -> it.location().equals(location) ? change.apply(it) : it)
                        .toList();
        return new HostedNamespace(id, newest, changed, fences, attempts, touchedAt);
    }

    HostedNamespace withFence(Fence fence) {
        var changed = new ArrayList<>(fences);
        changed.removeIf(it -> it.semaphore().equals(fence.semaphore()));
        changed.add(fence);
        return new HostedNamespace(id, newest, balancers, changed, attempts, touchedAt);
    }

    HostedNamespace withAttempts(List<LandedAttempt> changed) {
        return new HostedNamespace(id, newest, balancers, fences, changed, touchedAt);
    }

    HostedNamespace touched(Instant now) {
        return new HostedNamespace(id, newest, balancers, fences, attempts, now);
    }

    /** As {@link dev.balancerdeployer.delivery.Awacs} shows it; empty for a stub. */
    Optional<AwacsNamespace> shown(Manifest manifest) {
        var line = newest;
        return line == null
                ? Optional.empty()
                : Optional.of(
                        new AwacsNamespace(
                                id,
                                line.version(),
                                line.createdAt(),
                                line.author(),
                                line.comment(),
                                line.revision(),
                                manifest.entries(),
                                balancers));
    }
}
