package dev.balancerdeployer.delivery;

import dev.balancerdeployer.delivery.ConfigCommits.Made;
import dev.balancerdeployer.delivery.NamespaceRecord.Adopted;
import dev.balancerdeployer.delivery.RolloutProgress.Queued;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps in the record of a namespace what became of a pull: in one compare-and-set, after the push.
 * If it is lost, the trailers on the branch tell the next run (SPEC D14).
 */
record PullBooks(DeliveryRecords records, Contents contents) {

    /** Nothing was to be pulled. */
    void judged(Pull pull) {
        keep(pull, List.of(), null, pull.git(), List.of());
    }

    /** The delivered branch holds what was pulled. */
    void delivered(Pull pull, Made made) {
        var git = Contents.of(contents.texts(made.tip(), pull.namespace()));
        var commit = made.commits().isEmpty() ? null : made.commits().getLast().revision();
        keep(pull, pulled(pull, commit, false), made, git, List.of());
    }

    /** It waits for a review: both sides do not hold the same yet. */
    void proposed(Pull pull, Made made) {
        var commit = made.commits().isEmpty() ? null : made.commits().getLast().revision();
        keep(pull, pulled(pull, commit, true), null, pull.git(), List.of());
    }

    /** It cannot be committed. */
    void refused(Pull pull, List<SourceProblem> problems) {
        keep(pull, List.of(), null, pull.git(), problems);
    }

    private static List<Pulled> pulled(Pull pull, @Nullable Revision commit, boolean proposed) {
        return commit == null
                ? List.of()
                : pull.judged().pull().stream()
                        .map(it -> new Pulled(it, commit, pull.git().get(it), proposed))
                        .toList();
    }

    /** If somebody changed the record meanwhile, the branch tells the next run all the same. */
    private void keep(
            Pull pull,
            List<Pulled> pulled,
            @Nullable Made made,
            SortedMap<ObjectPath, ObjectDigest> git,
            List<SourceProblem> refused) {
        var record = pull.stored().record();
        var base = pull.base();
        var pulls =
                record.pulls()
                        .with(pull.earlier())
                        .with(pulled)
                        .withConflict(pull.conflict())
                        .withRefused(refused)
                        .without(
                                Take.AWACS,
                                it -> Objects.equals(git.get(it), pull.theirs().get(it)))
                        .withNewest(newest(pull, made, git));
        var next = record.with(pulls);
        if (base != null) {
            next =
                    next.withBase(
                            contents.moved(record.id(), base, pull.version(), pull.theirs(), git));
        }
        next = settled(next, pull);
        var waiting = next.waiting();
        if (waiting != null && (made != null || !Objects.equals(next.base(), record.base()))) {
            next = next.withQueued(waiting.with(Queued.free())); // to be judged anew
        }
        if (!next.equals(record)) {
            records.replace(pull.stored(), next);
        }
    }

    /**
     * Of what a rollout under way is in conflict about, awacs' text may have become common since:
     * the rollout goes on with it, as it is older (SPEC D10).
     */
    private NamespaceRecord settled(NamespaceRecord record, Pull pull) {
        var next = record;
        var base = record.base();
        var disputed = record.disputed();
        if (base == null || disputed.isEmpty()) {
            return record;
        }
        var common = contents.of(record.id(), base);
        for (var path : disputed) {
            if (Objects.equals(common.get(path), pull.theirs().get(path))) {
                next = next.undisputed(path).keeping(new Kept(path, pull.version()));
            }
        }
        return next;
    }

    /** What was pulled is not delivered again, where nothing else is to be delivered. */
    private static @Nullable Adopted newest(
            Pull pull, @Nullable Made made, SortedMap<ObjectPath, ObjectDigest> git) {
        var record = pull.stored().record();
        var before = record.newest();
        return made == null || before == null || !git.equals(pull.theirs())
                ? record.pulls().newest()
                : new Adopted(made.tip(), made.digest(), before.locations(), pull.version());
    }
}
