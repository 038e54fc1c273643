package dev.balancerdeployer.delivery;

import dev.balancerdeployer.delivery.RolloutProgress.Queued;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The locations that a rollout has still to come to, as an alert of monitoring means it (SPEC D18):
 * those whose balancer may be kept from the new config by a pause. Pure.
 *
 * <p>What counts is awacs' target, not the rollout's own pause: a location whose {@code BAKE} pause
 * is gone but which somebody else's pause still keeps on its old config is to come too.
 */
final class StillToCome {

    private StillToCome() {}

    /**
     * In delivery order; none if nothing is under way and nothing is about to start.
     *
     * @param written whether awacs has the config of the rollout under way
     * @param known read after what {@code written} was judged by
     */
    static List<Balancer> of(NamespaceRecord record, boolean written, AwacsNamespace known) {
        var progress = record.underWay();
        if (progress == null) {
            return aboutToStart(record) ? known.balancers() : List.of();
        }
        return progress.stages().stream()
                .map(it -> known.balancer(it.location()))
                .flatMap(Optional::stream)
                .filter(it -> !written || !Objects.equals(it.targetVersion(), known.version()))
                .toList();
    }

    /** The next run of the deployer starts it: nothing else keeps it back. */
    private static boolean aboutToStart(NamespaceRecord record) {
        var waiting = record.waiting();
        return waiting != null
                && !record.holds(waiting)
                && waiting.progress().equals(Queued.free());
    }
}
