package dev.balancerdeployer.delivery.registry;

import dev.balancerdeployer.coordination.Fence;
import dev.balancerdeployer.delivery.Awacs.Lift;
import dev.balancerdeployer.delivery.BalancerState;
import dev.balancerdeployer.delivery.LocationId;
import dev.balancerdeployer.delivery.NewBalancer;
import dev.balancerdeployer.delivery.Revision;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What somebody wants of one namespace (SPEC D3-D5). */
sealed interface Change {

    /** A new version; its objects are stored already, apart. */
    record NewVersion(
            @Nullable Long expectedVersion,
            Manifest.Ref manifest,
            List<NewBalancer> balancers,
            String comment,
            @Nullable Revision revision)
            implements Change {}

    record SetPause(LocationId location, NewBalancer.NewPause pause) implements Change {}

    record LiftPause(Lift lift) implements Change {}

    /** Nothing but what goes with every change: the fence of its safeguard. */
    record RaiseFence(Fence fence) implements Change {}

    /** A node's word about itself. */
    record Report(LocationId location, long version, BalancerState state, String message)
            implements Change {}
}
