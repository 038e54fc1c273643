package dev.balancerdeployer.delivery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    /** Null takes it away. */
    static <T> void put(SortedMap<ObjectPath, T> all, ObjectPath path, @Nullable T value) {
        if (value == null) {
            all.remove(path);
        } else {
            all.put(path, value);
        }
    }

    /** One version in awacs; 0: nothing. */
    SortedMap<ObjectPath, ObjectDigest> at(NamespaceId namespace, long version) {
        return version == 0
                ? new TreeMap<>()
                : awacs.objects(namespace, version).map(Contents::of).orElseGet(TreeMap::new);
    }

    /** What both sides last had in common. */
    SortedMap<ObjectPath, ObjectDigest> of(NamespaceId namespace, Base base) {
        var common = at(namespace, base.version());
        Map<Long, SortedMap<ObjectPath, ObjectDigest>> older = new HashMap<>();
        for (var it : base.older()) {
            var text =
                    older.computeIfAbsent(it.version(), version -> at(namespace, version))
                            .get(it.path());
            put(common, it.path(), text);
        }
        return common;
    }

    /**
     * Where the base is after awacs was seen, or written, at that version: on all texts that both
     * sides hold, and unchanged for the others (SPEC D13).
     *
     * @param theirs what awacs holds at that version
     */
    Base moved(
            NamespaceId namespace,
            @Nullable Base before,
            long version,
            SortedMap<ObjectPath, ObjectDigest> theirs,
            SortedMap<ObjectPath, ObjectDigest> ours) {
        var differing = Foreign.differing(theirs, ours);
        if (differing.isEmpty()) {
            return Base.all(version);
        }
        var common = before == null ? new TreeMap<>() : of(namespace, before);
        List<Base.Older> older = new ArrayList<>();
        for (var path : differing) {
            if (!Objects.equals(common.get(path), theirs.get(path))) {
                older.add(new Base.Older(path, before == null ? 0 : before.versionOf(path)));
            }
        }
        return new Base(version, older);
    }

    /**
     * Whether a revision is from before a pull that the delivered branch got: it is not built on
     * it, and is older, or holds the text of then.
     *
     * @param git what the revision holds
     */
    boolean predates(Revision revision, SortedMap<ObjectPath, ObjectDigest> git, Pulled pulled) {
        if (pulled.proposed() || repository.contains(revision, pulled.commit())) {
            return false;
        }
        return Objects.equals(git.get(pulled.path()), pulled.before())
                || (mirrored(pulled.commit()) && repository.contains(pulled.commit(), revision));
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
}
