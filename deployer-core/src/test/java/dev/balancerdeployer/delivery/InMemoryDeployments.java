package dev.balancerdeployer.delivery;

import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Requests without a database. */
public final class InMemoryDeployments implements Deployments {

    private final Map<DeploymentId, Deployment> deployments = new LinkedHashMap<>();
    private final Set<DeploymentId> taken = new HashSet<>();

    /** Whatever became of them. */
    synchronized List<Deployment> all() {
        return List.copyOf(deployments.values());
    }

    @Override
    public synchronized Deployment accept(Deployment accepted) {
        var waiting =
                accepted().stream()
                        .filter(it -> !taken.contains(it.id()))
                        .filter(it -> it.wanted().equals(accepted.wanted()))
                        .findFirst();
        waiting.ifPresentOrElse(_ -> {}, () -> deployments.put(accepted.id(), accepted));
        return waiting.orElse(accepted);
    }

    @Override
    public synchronized Optional<Deployment> find(DeploymentId id) {
        return Optional.ofNullable(deployments.get(id));
    }

    @Override
    public synchronized List<Deployment> accepted() {
        return deployments.values().stream()
                .filter(it -> it.state() == Deployment.State.ACCEPTED)
                .sorted(Comparator.comparing(Deployment::createdAt))
                .toList();
    }

    @Override
    public synchronized void take(DeploymentId id) {
        taken.add(id);
    }

    @Override
    public synchronized void finish(Deployment ended) {
        deployments.computeIfPresent(
                ended.id(), (_, it) -> it.state() == Deployment.State.ACCEPTED ? ended : it);
    }
}
