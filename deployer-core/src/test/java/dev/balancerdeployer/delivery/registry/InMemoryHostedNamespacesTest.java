package dev.balancerdeployer.delivery.registry;

import dev.balancerdeployer.coordination.DatabaseTime;
import java.time.Instant;

class InMemoryHostedNamespacesTest extends HostedNamespacesContract {

    private final DatabaseTime time = () -> Instant.parse("2026-11-24T12:00:00Z");
    private final HostedNamespaces namespaces = new InMemoryHostedNamespaces(time);

    @Override
    protected HostedNamespaces namespaces() {
        return namespaces;
    }

    @Override
    protected DatabaseTime time() {
        return time;
    }
}
