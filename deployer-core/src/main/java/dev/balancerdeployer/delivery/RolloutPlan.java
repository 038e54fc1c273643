package dev.balancerdeployer.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is frozen when a rollout starts (SPEC D7).
 *
 * @param bake how long a version must be active everywhere before the next location gets it
 * @param grace how much later than planned a pause may be lifted before it is overdue (SPEC D15)
 * @param locations in delivery order, as Git listed them
 * @param startVersion awacs' version that the rollout builds on; null: awacs did not know the
 *     namespace
 * @param kept objects of which awacs' text is delivered; may grow when a person decides so
 */
public record RolloutPlan(
        Duration bake,
        Duration grace,
        List<LocationId> locations,
        @Nullable Long startVersion,
        List<Kept> kept) {

    public RolloutPlan {
        locations = List.copyOf(locations);
        kept = List.copyOf(kept);
    }

    RolloutPlan keeping(Kept object) {
        var all = new ArrayList<>(kept);
        all.removeIf(it -> it.path().equals(object.path()));
        all.add(object);
        return new RolloutPlan(bake, grace, locations, startVersion, all);
    }
}
