package dev.balancerdeployer.delivery;

import dev.balancerdeployer.coordination.Fence;
import dev.balancerdeployer.delivery.Awacs.Outcome;
import dev.balancerdeployer.delivery.DeliveryRecords.Stored;
import java.util.Optional;

/**
 * A run's first act on a namespace: its fence is raised in the record and in awacs, before the read
 * it decides on (SPEC C5). After that, nothing of an earlier run lands any more.
 */
record Claim(DeliveryRecords records, Awacs awacs) {

    /**
     * Takes the namespace.
     *
     * @return the record as it is then; empty: a newer run has it, or somebody changed it meanwhile
     */
    Optional<Stored> take(Stored stored, Fence fence) {
        var seen =
                stored.record().fences().stream()
                        .filter(it -> it.semaphore().equals(fence.semaphore()))
                        .mapToLong(Fence::number)
                        .findFirst()
                        .orElse(0);
        if (seen > fence.number()) {
            return Optional.empty();
        }
        var raised =
                seen == fence.number()
                        ? Optional.of(stored)
                        : records.replace(stored, stored.record().withFence(fence));
        return raised.filter(
                it -> awacs.raiseFence(it.record().id(), fence) instanceof Outcome.Done);
    }
}
