package dev.balancerdeployer.weights;

import dev.balancerdeployertest.MutableClock;
import org.jspecify.annotations.NullMarked;

/** The use cases of weights on stores in memory, in virtual time. */
@NullMarked
public final class WeightsOnFakes implements AutoCloseable {

    private final World world = new World();
    private volatile long lastPublished = Long.MAX_VALUE;
    private final World.Replica replica =
            world.process(_ -> isDown() ? World.Fate.FAILS : World.Fate.WELL);
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

    /** The store answers nothing once so many versions more are published. */
    public void downAfter(int versions) {
        lastPublished = published() + versions;
    }

    public void well() {
        lastPublished = Long.MAX_VALUE;
    }

    private boolean isDown() {
        return lastPublished != Long.MAX_VALUE && published() >= lastPublished;
    }

    private long published() {
        return world.heard.stream().filter(it -> it.startsWith("published")).count();
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
