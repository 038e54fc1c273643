package dev.balancerdeployer.delivery;

import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The contents that are compared, by digest: awacs' versions and Git's revisions. */
record Contents(Awacs awacs, ConfigRepository repository) {

    static SortedMap<ObjectPath, ObjectDigest> of(AwacsNamespace namespace) {
        var digests = new TreeMap<ObjectPath, ObjectDigest>();
        namespace.objects().forEach(it -> digests.put(it.path(), it.digest()));
        return digests;
    }

    static SortedMap<ObjectPath, ObjectDigest> of(SortedMap<ObjectPath, String> texts) {
        var digests = new TreeMap<ObjectPath, ObjectDigest>();
        texts.forEach((path, text) -> digests.put(path, ObjectDigest.of(text)));
        return digests;
    }

    /** One version in awacs. */
    SortedMap<ObjectPath, ObjectDigest> at(NamespaceId namespace, long version) {
        return awacs.objects(namespace, version).map(Contents::of).orElseGet(TreeMap::new);
    }

    /**
     * What in awacs keeps a queued rollout from starting.
     *
     * @param now for a conflict that was not seen before
     * @return null: nothing
     */
    @Nullable Conflict conflict(
            AwacsNamespace known, NamespaceRecord record, Rollout queued, Instant now) {
        var newest = record.newest();
        var base = newest == null || newest.version() == 0 ? null : newest.version();
        if (base != null && base == known.version()) {
            return null;
        }
        var ours = of(texts(queued.revision(), record.id()));
        if (!(judge(known, base, ours) instanceof Foreign.Changed(var objects))) {
            return null;
        }
        var seen = queued.conflict();
        var since = seen != null && seen.objects().equals(objects) ? seen.since() : now;
        return new Conflict(objects, known.version(), base, since);
    }

    /** What a rollout delivers, from the mirror, which is brought up to date if it must be. */
    SortedMap<ObjectPath, String> texts(Revision revision, NamespaceId namespace) {
        if (!mirrored(revision)) {
            repository.fetch();
        }
        return repository.objects(revision, namespace);
    }

    private boolean mirrored(Revision revision) {
        try {
            return repository.resolve(revision.sha()).isPresent();
        } catch (SourceUnavailable _) {
            return false; // nothing was fetched yet; the fetch that follows says what is wrong
        }
    }

    /**
     * How awacs' content differs from an expected version of it.
     *
     * @param expected the version on which both sides last agreed; null: none yet
     */
    Foreign judge(
            AwacsNamespace namespace,
            @Nullable Long expected,
            SortedMap<ObjectPath, ObjectDigest> ours) {
        var theirs = of(namespace);
        if (expected == null) {
            return Foreign.firstMeeting(theirs, ours);
        }
        var base = expected == namespace.version() ? theirs : at(namespace.id(), expected);
        return Foreign.judge(base, theirs, ours);
    }
}
