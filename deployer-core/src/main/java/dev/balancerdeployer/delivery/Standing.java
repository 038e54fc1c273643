package dev.balancerdeployer.delivery;

import dev.balancerdeployer.delivery.RolloutProgress.Queued;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** How a rollout that waits stands to what awacs holds now (SPEC D9, D10, D13). */
final class Standing {

    private final Contents contents;
    private final NamespaceRecord record;
    private final Rollout waiting;
    private final AwacsNamespace known;
    private final SortedMap<ObjectPath, ObjectDigest> git;
    private final Decisions decisions;

    Standing(Contents contents, NamespaceRecord record, Rollout waiting, AwacsNamespace known) {
        this.contents = contents;
        this.record = record;
        this.waiting = waiting;
        this.known = known;
        this.git = Contents.of(contents.texts(waiting.revision(), record.id()));
        this.decisions = new Decisions(contents, record, known);
    }

    /**
     * What in awacs keeps it from starting.
     *
     * @param now for what was not seen before
     */
    Queued judged(Instant now) {
        var seen = waiting.progress() instanceof Queued it ? it : Queued.free();
        return switch (foreign()) {
            case Foreign.None _ -> Queued.free();
            case Foreign.Disjoint(var objects) -> drifted(objects, seen, now);
            case Foreign.Overlapping(var objects) -> {
                var open =
                        objects.stream().filter(it -> decisions.about(it) != Take.AWACS).toList();
                // What is decided for awacs has to come to Git before the rollout can start.
                yield open.isEmpty() ? drifted(objects, seen, now) : conflict(open, seen, now);
            }
        };
    }

    /**
     * Objects that were pulled after the revision of the rollout: they keep their text (SPEC D10).
     * Who goes back, or forces, gets what the revision holds.
     */
    List<Kept> kept() {
        if (waiting.manner() == Manner.ROLLBACK || waiting.manner() == Manner.FORCED) {
            return List.of();
        }
        return record.pulls().objects().stream()
                .filter(it ->
                        contents.predates(waiting.revision(), git, it)
                                && decisions.about(it.path()) != Take.GIT)
                .map(it -> new Kept(it.path(), known.version()))
                .toList();
    }

    private Foreign foreign() {
        var theirs = Contents.of(known);
        var base = record.judged();
        if (base == null) {
            return undecided(Foreign.firstMeeting(theirs, delivered(theirs)));
        }
        if (base.equals(Base.all(known.version()))) {
            return new Foreign.None();
        }
        var common = contents.of(record.id(), base);
        return Foreign.judge(common, theirs, delivered(common));
    }

    /** Where the two sides never met there is no base that could say whose side was taken. */
    private Foreign undecided(Foreign found) {
        if (!(found instanceof Foreign.Overlapping(var objects))) {
            return found;
        }
        var open = objects.stream().filter(it -> decisions.about(it) != Take.GIT).toList();
        return open.isEmpty() ? new Foreign.None() : new Foreign.Overlapping(open);
    }

    private SortedMap<ObjectPath, ObjectDigest> delivered(
            SortedMap<ObjectPath, ObjectDigest> common) {
        var ours = new TreeMap<>(git);
        for (var it : kept()) {
            Contents.put(ours, it.path(), common.get(it.path()));
        }
        return ours;
    }

    private Queued drifted(List<ObjectPath> objects, Queued seen, Instant now) {
        var before = seen.drift();
        var since = before != null && before.objects().equals(objects) ? before.since() : now;
        return new Queued(null, new Drift(objects, known.version(), since));
    }

    private Queued conflict(List<ObjectPath> objects, Queued seen, Instant now) {
        var before = seen.conflict();
        var since = before != null && before.objects().equals(objects) ? before.since() : now;
        return new Queued(new Conflict(objects, known.version(), since), null);
    }
}
