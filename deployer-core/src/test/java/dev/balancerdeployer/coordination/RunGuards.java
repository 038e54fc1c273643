package dev.balancerdeployer.coordination;

import dev.balancerdeployer.coordination.mongo.MongoAdapters;
import org.jspecify.annotations.NullMarked;

/** Guards of runs as they are in the application, for tests outside this package. */
@NullMarked
public final class RunGuards {

    private RunGuards() {}

    /** Of the run with that fence, which goes by the switch at that path. */
    public static WriteGuard of(MongoAdapters adapters, ItsPath flag, Fence fence) {
        var killSwitch = new FlagKillSwitch(adapters.values(), flag, ClosedLocations.HOLD);
        return new RunGuard(adapters.time(), killSwitch, adapters.semaphores(), fence);
    }
}
