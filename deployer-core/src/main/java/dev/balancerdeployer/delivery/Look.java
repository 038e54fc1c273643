package dev.balancerdeployer.delivery;

import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.delivery.RolloutProgress.UnderWay;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Sees what decides about one rollout now. Remembers the rollout's texts; for one thread. */
final class Look {

    private final Awacs awacs;
    private final Contents contents;
    private final DatabaseTime time;
    private final Map<Long, SortedMap<ObjectPath, String>> versions = new HashMap<>();
    private @Nullable SortedMap<ObjectPath, String> texts;
    private @Nullable SortedMap<ObjectPath, ObjectDigest> start;

    Look(Awacs awacs, Contents contents, DatabaseTime time) {
        this.awacs = awacs;
        this.contents = contents;
        this.time = time;
    }

    /** Time first: what is seen then is never older than it. */
    Situation at(NamespaceRecord record, Rollout rollout, UnderWay progress, Set<String> closed) {
        var now = time.now();
        var known = awacs.find(rollout.namespace()).orElse(null);
        var holds =
                known != null
                        && progress.configVersion() == null
                        && holds(known, rollout, progress);
        return new Situation(
                rollout,
                progress,
                known,
                known == null ? new Foreign.None() : foreign(known, rollout, progress),
                holds,
                now,
                record.superseded().stream().map(Rollout::token).toList(),
                closed);
    }

    /** What Git holds in the rollout's revision. */
    SortedMap<ObjectPath, String> texts(Rollout rollout) {
        var known = texts;
        if (known == null) {
            known = contents.texts(rollout.revision(), rollout.namespace());
            texts = known;
        }
        return known;
    }

    /** What it is to bring: Git's texts, but for the objects that keep awacs' (SPEC D10, D13). */
    private SortedMap<ObjectPath, String> delivered(Rollout rollout, UnderWay progress) {
        var git = texts(rollout);
        if (progress.plan().kept().isEmpty()) {
            return git;
        }
        var all = new TreeMap<>(git);
        for (var kept : progress.plan().kept()) {
            Contents.put(
                    all,
                    kept.path(),
                    version(rollout.namespace(), kept.version()).get(kept.path()));
        }
        return all;
    }

    private SortedMap<ObjectPath, String> version(NamespaceId namespace, long version) {
        return versions.computeIfAbsent(
                version,
                it ->
                        awacs.objects(namespace, it)
                                .orElseThrow(() ->
                                        new IllegalStateException(
                                                "%s: version %d is gone"
                                                        .formatted(namespace, it))));
    }

    /**
     * What the rollout writes: Git's texts, or, where others changed objects meanwhile that it
     * leaves alone, awacs' objects with its own changes (SPEC D9).
     */
    SortedMap<ObjectPath, String> toWrite(Situation seen) {
        var rollout = seen.rollout();
        var ours = delivered(rollout, seen.progress());
        var known = seen.awacs();
        if (known == null || !(seen.foreign() instanceof Foreign.Disjoint)) {
            return ours;
        }
        var merged = new TreeMap<>(version(known.id(), known.version()));
        for (var path : touched(rollout, seen.progress())) {
            Contents.put(merged, path, ours.get(path));
        }
        return merged;
    }

    private Foreign foreign(AwacsNamespace known, Rollout rollout, UnderWay progress) {
        var version = progress.configVersion();
        var expected = version == null ? progress.plan().startVersion() : version;
        if (expected == null) {
            return Foreign.firstMeeting(
                    Contents.of(known), Contents.of(delivered(rollout, progress)));
        }
        if (expected == known.version()) {
            return new Foreign.None();
        }
        return Foreign.judge(
                version == null ? start(rollout, progress) : contents.at(known.id(), version),
                Contents.of(known),
                Contents.of(delivered(rollout, progress)),
                touched(rollout, progress));
    }

    private boolean holds(AwacsNamespace known, Rollout rollout, UnderWay progress) {
        var theirs = Contents.of(known);
        var ours = Contents.of(delivered(rollout, progress));
        return touched(rollout, progress).stream()
                .allMatch(it -> Objects.equals(theirs.get(it), ours.get(it)));
    }

    /** The objects that the rollout changes. */
    private SortedSet<ObjectPath> touched(Rollout rollout, UnderWay progress) {
        return Foreign.differing(
                start(rollout, progress), Contents.of(delivered(rollout, progress)));
    }

    /** What awacs held when the rollout started. */
    private SortedMap<ObjectPath, ObjectDigest> start(Rollout rollout, UnderWay progress) {
        var known = start;
        if (known == null) {
            var version = progress.plan().startVersion();
            known = contents.at(rollout.namespace(), version == null ? 0 : version);
            start = known;
        }
        return known;
    }
}
