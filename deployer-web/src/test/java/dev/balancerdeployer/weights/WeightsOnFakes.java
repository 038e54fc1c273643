package dev.balancerdeployer.weights;

import dev.balancerdeployertest.MutableClock;
import org.jspecify.annotations.NullMarked;

/** The use cases of weights on stores in memory, in virtual time. */
@NullMarked
public final class WeightsOnFakes implements AutoCloseable {

    private final World world = new World();
    private final World.Replica replica = world.process();
    private final CurrentWeights current = new CurrentWeights(replica.queries);

    public WeightsOnFakes() {
        replica.workshop.publication().tell(current::changed);
    }

    public MutableClock clock() {
        return world.clock;
    }

    public WeightChanges changes() {
        return replica.changes;
    }

    public WeightQueries queries() {
        return replica.queries;
    }

    public CurrentWeights current() {
        return current;
    }

    /** One look for shifts that are over. */
    public void endShifts() {
        replica.shiftEnds.round();
    }

    /** Somebody else writes a version and dies before it is published. */
    public void changeUnpublished(ChangeRequest request) {
        var dying = world.process();
        dying.diesAfterReplacing = true;
        try {
            dying.changes.apply(request);
        } catch (World.Killed _) {
            // as told
        }
    }

    /** What any replica does for it. */
    public void reconcile() {
        replica.reconciler.round();
    }

    @Override
    public void close() {
        current.close();
    }
}
