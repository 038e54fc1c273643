package dev.balancerdeployer.delivery;

import dev.balancerdeployer.delivery.NamespaceRecord.Adopted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the way back from awacs to Git (SPEC D13, D14).
 *
 * @param newest content that awacs holds and that a pull made Git's too, since the current rollout
 *     started; null: nothing was pulled since
 * @param objects what revisions from before a pull do not have yet
 * @param conflict what the puller may not decide
 * @param refused why what was changed in awacs cannot be committed to Git
 * @param resolutions what people decided, as long as it matters
 */
public record Pulls(
        @Nullable Adopted newest,
        List<Pulled> objects,
        @Nullable GitConflict conflict,
        List<SourceProblem> refused,
        List<Resolution> resolutions) {

    public static final Pulls NONE = new Pulls(null, List.of(), null, List.of(), List.of());

    public Pulls {
        objects = List.copyOf(objects);
        refused = List.copyOf(refused);
        resolutions = List.copyOf(resolutions);
    }

    /** The latest decision about an object. */
    Optional<Resolution> resolution(ObjectPath path) {
        return resolutions.stream().filter(it -> it.path().equals(path)).findFirst();
    }

    Pulls withNewest(@Nullable Adopted changed) {
        return new Pulls(changed, objects, conflict, refused, resolutions);
    }

    Pulls withConflict(@Nullable GitConflict changed) {
        return new Pulls(newest, objects, changed, refused, resolutions);
    }

    Pulls withRefused(List<SourceProblem> changed) {
        return new Pulls(newest, objects, conflict, changed, resolutions);
    }

    /** These came to Git; what was known of the same objects is no longer of interest. */
    Pulls with(List<Pulled> pulled) {
        var all = new ArrayList<>(pulled);
        objects.stream()
                .filter(it -> pulled.stream().noneMatch(now -> now.path().equals(it.path())))
                .forEach(all::add);
        return new Pulls(newest, all, conflict, refused, resolutions);
    }

    /** Revisions from before these pulls are not delivered any more. */
    Pulls without(Predicate<Pulled> known) {
        return new Pulls(
                newest,
                objects.stream().filter(known.negate()).toList(),
                conflict,
                refused,
                resolutions);
    }

    /** The later decision about an object takes the place of the earlier one. */
    Pulls with(Resolution decided) {
        var all = new ArrayList<>(resolutions);
        all.removeIf(it -> it.path().equals(decided.path()));
        all.add(decided);
        return new Pulls(newest, objects, conflict, refused, all);
    }

    /** What these objects were decided for has come to pass. */
    Pulls without(Take take, Predicate<ObjectPath> done) {
        var open =
                resolutions.stream()
                        .filter(it -> it.take() != take || !done.test(it.path()))
                        .toList();
        return new Pulls(newest, objects, conflict, refused, open);
    }

    /** Both sides hold the same text by now, or a later one was judged. */
    Pulls settledBy(Base base) {
        var open =
                resolutions.stream()
                        .filter(it -> base.versionOf(it.path()) < it.version())
                        .toList();
        return new Pulls(newest, objects, conflict, refused, open);
    }
}
