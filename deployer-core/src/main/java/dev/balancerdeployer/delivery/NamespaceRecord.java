package dev.balancerdeployer.delivery;

import dev.balancerdeployer.coordination.Fence;
import dev.balancerdeployer.delivery.RolloutProgress.UnderWay;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that delivery knows of one namespace, changed by compare-and-set as a whole (SPEC C8).
 *
 * @param source what Git says of it
 * @param adopted content found equal in Git and awacs without a rollout (SPEC D7); null: never
 * @param current the newest rollout that started, complete or not; null: none
 * @param queued the one that waits, never more than one (SPEC D10); or one that was dropped, which
 *     is final and only has to be filed
 * @param fences the highest seen of each semaphore: a run's first act here raises its own (C5)
 */
public record NamespaceRecord(
        NamespaceId id,
        Source source,
        @Nullable Adopted adopted,
        @Nullable Rollout current,
        @Nullable Rollout queued,
        List<Fence> fences) {

    public NamespaceRecord {
        fences = List.copyOf(fences);
    }

    /**
     * What the delivered branch holds.
     *
     * @param valid false: it must not be delivered, {@code problems} say why
     * @param locations in delivery order
     */
    public record Source(
            boolean valid,
            List<String> owners,
            List<LocationId> locations,
            List<SourceProblem> problems) {

        public Source {
            owners = List.copyOf(owners);
            locations = List.copyOf(locations);
            problems = List.copyOf(problems);
        }
    }

    /**
     * Content that awacs held already.
     *
     * @param version awacs' version of it
     */
    public record Adopted(
            Revision revision, ContentDigest digest, List<LocationId> locations, long version) {

        public Adopted {
            locations = List.copyOf(locations);
        }
    }

    static NamespaceRecord unknown(NamespaceId id, Source source) {
        return new NamespaceRecord(id, source, null, null, null, List.of());
    }

    /** The rollout that waits, if one does. */
    public @Nullable Rollout waiting() {
        var rollout = queued;
        return rollout != null && rollout.progress() instanceof RolloutProgress.Queued
                ? rollout
                : null;
    }

    /** The rollout under way, if one is. */
    public @Nullable UnderWay underWay() {
        return current != null && current.progress() instanceof UnderWay it ? it : null;
    }

    /** What was last delivered in full or is being delivered; null: nothing yet. */
    public @Nullable Adopted newest() {
        var rollout = current;
        if (rollout == null) {
            return adopted;
        }
        var version = rollout.configVersion();
        return new Adopted(
                rollout.revision(),
                rollout.digest(),
                switch (rollout.progress()) {
                    case UnderWay it -> it.plan().locations();
                    case RolloutProgress.Ended it ->
                            it.plan() == null ? List.of() : it.plan().locations();
                    case RolloutProgress.Queued _ -> List.of();
                },
                version == null ? 0 : version);
    }

    NamespaceRecord with(Source changed) {
        return new NamespaceRecord(id, changed, adopted, current, queued, fences);
    }

    NamespaceRecord withAdopted(Adopted changed) {
        return new NamespaceRecord(id, source, changed, current, queued, fences);
    }

    NamespaceRecord withCurrent(Rollout changed) {
        return new NamespaceRecord(id, source, adopted, changed, queued, fences);
    }

    NamespaceRecord withQueued(@Nullable Rollout changed) {
        return new NamespaceRecord(id, source, adopted, current, changed, fences);
    }

    /** The queued one becomes the current one. */
    NamespaceRecord begun(Rollout started) {
        return new NamespaceRecord(id, source, adopted, started, null, fences);
    }

    NamespaceRecord withFence(Fence fence) {
        var changed = new ArrayList<>(fences);
        changed.removeIf(it -> it.semaphore().equals(fence.semaphore()));
        changed.add(fence);
        return new NamespaceRecord(id, source, adopted, current, queued, changed);
    }
}
