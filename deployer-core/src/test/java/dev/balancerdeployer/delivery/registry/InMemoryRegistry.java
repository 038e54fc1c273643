package dev.balancerdeployer.delivery.registry;

import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.delivery.Awacs;

/** A registry without a database, for tests outside this package. */
public record InMemoryRegistry(Registry registry, Awacs awacs) {

    public static InMemoryRegistry at(DatabaseTime time, Activation activation) {
        return on(new InMemoryHostedNamespaces(time), new InMemoryObjectTexts(), time, activation);
    }

    /** On these stores, in memory or not. */
    public static InMemoryRegistry on(
            HostedNamespaces namespaces,
            ObjectTexts texts,
            DatabaseTime time,
            Activation activation) {
        var registry = new Registry(namespaces, texts, time, activation, _ -> {});
        return new InMemoryRegistry(registry, new RegistryAwacs(registry));
    }
}
