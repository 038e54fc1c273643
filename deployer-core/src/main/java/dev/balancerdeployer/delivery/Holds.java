package dev.balancerdeployer.delivery;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.JobName;
import dev.balancerdeployer.coordination.Jobs;
import dev.balancerdeployer.coordination.Run;
import java.util.Optional;

/** Ends holds (SPEC D17). Thread-safe. */
public final class Holds {

    private final DeliveryRecords records;
    private final Jobs jobs;

    Holds(DeliveryRecords records, Jobs jobs) {
        this.records = records;
        this.jobs = jobs;
    }

    /** What became of it. */
    public enum Lifted {
        DONE,
        NOT_HELD,
        UNKNOWN_NAMESPACE
    }

    /**
     * Lets a namespace be delivered by itself again, and asks for a run that does it. Several who
     * lift the same hold: one has done it, the others find none.
     */
    public Lifted lift(NamespaceId namespace, String reason, Actor by) {
        Optional<DeliveryRecords.Stored> found;
        do {
            found = records.find(namespace);
            if (found.isEmpty()) {
                return Lifted.UNKNOWN_NAMESPACE;
            }
            if (found.get().record().hold() == null) {
                return Lifted.NOT_HELD;
            }
        } while (records.replace(found.get(), found.get().record().withHold(null)).isEmpty());
        jobs.request(
                JobName.DEPLOYER,
                Run.Trigger.REQUEST,
                by,
                "the hold of %s ends: %s".formatted(namespace, reason));
        return Lifted.DONE;
    }
}
