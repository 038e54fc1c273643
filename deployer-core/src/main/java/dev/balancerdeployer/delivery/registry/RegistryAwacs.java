package dev.balancerdeployer.delivery.registry;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.Fence;
import dev.balancerdeployer.coordination.StoreUnavailable;
import dev.balancerdeployer.delivery.AttemptId;
import dev.balancerdeployer.delivery.Awacs;
import dev.balancerdeployer.delivery.AwacsNamespace;
import dev.balancerdeployer.delivery.AwacsUnavailable;
import dev.balancerdeployer.delivery.AwacsVersion;
import dev.balancerdeployer.delivery.ConfigUpdate;
import dev.balancerdeployer.delivery.LocationId;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.NewBalancer;
import dev.balancerdeployer.delivery.ObjectPath;
import dev.balancerdeployer.delivery.Safeguard;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;

/** The deployer's way into the registry of its own process: no wire, the same outcomes. */
final class RegistryAwacs implements Awacs {

    private final Registry registry;

    RegistryAwacs(Registry registry) {
        this.registry = registry;
    }

    @Override
    public Optional<AwacsNamespace> find(NamespaceId namespace) {
        return asked(() -> registry.find(namespace));
    }

    @Override
    public Optional<SortedMap<ObjectPath, String>> objects(NamespaceId namespace, long version) {
        var history = registry.history();
        return asked(() -> history.find(namespace, version).map(history::objects));
    }

    @Override
    public Optional<AwacsVersion> version(NamespaceId namespace, long version) {
        return asked(() -> registry.history().find(namespace, version))
                .map(it -> it.line())
                .map(it ->
                        new AwacsVersion(
                                it.version(),
                                it.author(),
                                it.comment(),
                                it.createdAt(),
                                it.attempt()));
    }

    @Override
    public Outcome raiseFence(NamespaceId namespace, Fence fence) {
        return asked(() -> registry.raiseFence(namespace, fence));
    }

    @Override
    public Optional<Landed> attempt(NamespaceId namespace, AttemptId attempt) {
        return asked(() -> registry.attempt(namespace, attempt));
    }

    @Override
    public Outcome update(ConfigUpdate update, Actor by, Safeguard safeguard) {
        return asked(() -> registry.update(update, by, safeguard));
    }

    @Override
    public Outcome pause(
            NamespaceId namespace,
            LocationId location,
            NewBalancer.NewPause pause,
            Actor by,
            Safeguard safeguard) {
        return asked(() -> registry.pause(namespace, location, pause, by, safeguard));
    }

    @Override
    public Outcome lift(Lift lift, Actor by, Safeguard safeguard) {
        return asked(() -> registry.lift(lift, by, safeguard));
    }

    private static <T> T asked(Supplier<T> call) {
        try {
            return call.get();
        } catch (StoreUnavailable e) {
            throw new AwacsUnavailable("the registry's store did not answer", e);
        }
    }
}
