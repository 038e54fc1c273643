package dev.balancerdeployer.delivery;

import java.util.List;
import java.util.Optional;

/**
 * The store of requests to deploy (SPEC D6). Thread-safe, on any number of replicas. {@code
 * StoreUnavailable}: the change may or may not have happened; reads may be repeated.
 */
public interface Deployments {

    /**
     * Stores an accepted request, or finds the one that waits and wants the same.
     *
     * @return the stored one, with its own id if it joined
     */
    Deployment accept(Deployment accepted);

    Optional<Deployment> find(DeploymentId id);

    /** Those that no run has finished with, oldest first. */
    List<Deployment> accepted();

    /** From now on no other request joins it. Idempotent. */
    void take(DeploymentId id);

    /** Stores how it ended; the first end stays. */
    void finish(Deployment ended);
}
