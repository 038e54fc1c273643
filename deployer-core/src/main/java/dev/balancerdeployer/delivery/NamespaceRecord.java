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
 * @param common what Git and awacs agree on
 * @param current the newest rollout that started, complete or not; null: none
 * @param queued the one that waits, never more than one (SPEC D10); or one that was dropped, which
 *     is final and only has to be filed
 * @param superseded ended for the current one's sake, oldest first: their pauses may still be there
 * @param hold null: the newest revision is delivered by itself
 * @param fences the highest seen of each semaphore: a run's first act here raises its own (C5)
 */
public record NamespaceRecord(
        NamespaceId id,
        Source source,
        Common common,
        @Nullable Rollout current,
        @Nullable Rollout queued,
        List<Rollout> superseded,
        @Nullable Hold hold,
        List<Fence> fences) {

    public NamespaceRecord {
        superseded = List.copyOf(superseded);
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
     * Where Git and awacs have met.
     *
     * @param adopted content found equal in both without a rollout (SPEC D7); null: never
     * @param base the last common text of each object; null: they have not met
     * @param pulls what came, or is to come, from awacs to Git
     */
    public record Common(@Nullable Adopted adopted, @Nullable Base base, Pulls pulls) {

        static final Common NONE = new Common(null, null, Pulls.NONE);
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
        return new NamespaceRecord(id, source, Common.NONE, null, null, List.of(), null, List.of());
    }

    /** The last common texts; of a record stored before there were any, its newest version's. */
    public @Nullable Base base() {
        if (common.base() != null) {
            return common.base();
        }
        var newest = newest();
        return newest == null || newest.version() == 0 ? null : Base.all(newest.version());
    }

    public Pulls pulls() {
        return common.pulls();
    }

    /**
     * The last common texts, as a rollout that starts now sees them: where a person took Git's
     * side, awacs' text is no obstacle (SPEC D13).
     */
    @Nullable Base judged() {
        var judged = base();
        if (judged != null) {
            for (var it : pulls().resolutions()) {
                if (it.take() == Take.GIT && it.version() > judged.versionOf(it.path())) {
                    judged = judged.with(it.path(), it.version());
                }
            }
        }
        return judged;
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
        if (pulls().newest() != null) {
            return pulls().newest();
        }
        var rollout = current;
        if (rollout == null) {
            return common.adopted();
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

    /** The objects that the rollout under way is in conflict about. */
    List<ObjectPath> disputed() {
        var progress = underWay();
        var conflict = progress == null ? null : progress.conflict();
        return conflict == null ? List.of() : conflict.objects();
    }

    /** The rollout under way is in conflict about that object no more. */
    NamespaceRecord undisputed(ObjectPath object) {
        var progress = underWay();
        var conflict = progress == null ? null : progress.conflict();
        return current == null || progress == null || conflict == null
                ? this
                : withCurrent(current.with(progress.withConflict(conflict.without(object))));
    }

    /** The rollout under way goes on with awacs' text of an object. */
    NamespaceRecord keeping(Kept object) {
        var progress = underWay();
        return current == null || progress == null
                ? this
                : withCurrent(current.with(progress.keeping(object)));
    }

    /** Whether the hold keeps what waits from starting by itself (SPEC D6). */
    boolean holds(Rollout waiting) {
        return hold != null && waiting.manner() == Manner.USUAL;
    }

    NamespaceRecord with(Source changed) {
        return new NamespaceRecord(id, changed, common, current, queued, superseded, hold, fences);
    }

    NamespaceRecord withAdopted(Adopted changed) {
        var met = new Common(changed, Base.all(changed.version()), Pulls.NONE);
        return new NamespaceRecord(id, source, met, current, queued, superseded, hold, fences);
    }

    NamespaceRecord withBase(Base changed) {
        return with(new Common(common.adopted(), changed, pulls().settledBy(changed)));
    }

    NamespaceRecord with(Pulls changed) {
        return with(new Common(common.adopted(), common.base(), changed));
    }

    NamespaceRecord with(Common met) {
        return new NamespaceRecord(id, source, met, current, queued, superseded, hold, fences);
    }

    NamespaceRecord withCurrent(Rollout changed) {
        return new NamespaceRecord(id, source, common, changed, queued, superseded, hold, fences);
    }

    NamespaceRecord withQueued(@Nullable Rollout changed) {
        return new NamespaceRecord(id, source, common, current, changed, superseded, hold, fences);
    }

    NamespaceRecord withHold(@Nullable Hold changed) {
        return new NamespaceRecord(
                id, source, common, current, queued, superseded, changed, fences);
    }

    /**
     * The queued one becomes the current one.
     *
     * @param left what its revision does not have yet
     */
    NamespaceRecord begun(Rollout started, Pulls left) {
        return new NamespaceRecord(id, source, common, started, null, superseded, hold, fences)
                .with(left.withNewest(null));
    }

    /** That one was ended for the current one's sake. */
    NamespaceRecord supersededBy(Rollout ended) {
        var all = new ArrayList<>(superseded);
        all.add(ended);
        return new NamespaceRecord(id, source, common, current, queued, all, hold, fences);
    }

    /** None of their pauses is left. */
    NamespaceRecord forgotten() {
        return new NamespaceRecord(id, source, common, current, queued, List.of(), hold, fences);
    }

    NamespaceRecord withFence(Fence fence) {
        var changed = new ArrayList<>(fences);
        changed.removeIf(it -> it.semaphore().equals(fence.semaphore()));
        changed.add(fence);
        return new NamespaceRecord(id, source, common, current, queued, superseded, hold, changed);
    }
}
