package dev.balancerdeployer.delivery;

import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the puller makes of one namespace, per object (SPEC D13). Pure.
 *
 * <pre>{@code
 * base  git  awacs
 *  a     a     b     pull
 *  a     b     a     Git's affair: a rollout's
 *  a     b     b     nothing: both hold the same
 *  a     b     c     conflict, unless a person decided
 * }</pre>
 *
 * @param pull awacs' text is to be committed
 * @param conflict a person has to decide
 */
record ThreeWay(SortedSet<ObjectPath> pull, SortedSet<ObjectPath> conflict) {

    /**
     * Judges.
     *
     * @param base null: the two sides have not met, so that no change has a side
     * @param decided what a person said about an object as it is in awacs now; null: nothing
     * @param disputed objects that a rollout under way is in conflict about
     */
    static ThreeWay of(
            @Nullable SortedMap<ObjectPath, ObjectDigest> base,
            SortedMap<ObjectPath, ObjectDigest> git,
            SortedMap<ObjectPath, ObjectDigest> awacs,
            Function<ObjectPath, @Nullable Take> decided,
            SortedSet<ObjectPath> disputed) {
        var pull = new TreeSet<ObjectPath>();
        var conflict = new TreeSet<ObjectPath>();
        for (var path : Foreign.differing(git, awacs)) {
            var theirs = awacs.get(path);
            if (base != null && Objects.equals(base.get(path), theirs)) {
                continue;
            }
            switch (decided.apply(path)) {
                case GIT -> {
                    // the next rollout writes over it
                }
                case AWACS -> pull.add(path);
                case null -> {
                    var onlyTheirs = base != null && Objects.equals(base.get(path), git.get(path));
                    (onlyTheirs && !disputed.contains(path) ? pull : conflict).add(path);
                }
            }
        }
        return new ThreeWay(pull, conflict);
    }
}
