package dev.balancerdeployer.delivery;

import dev.balancerdeployer.delivery.ConfigCommits.Wanted;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which commits bring what is to be pulled (SPEC D14). */
record PullCommits(Awacs awacs, Contents contents) {

    /** Versions of one namespace that get a commit of their own in one run; older ones share. */
    private static final int MAX_COMMITS = 100;

    /**
     * The version after which an object's changes are to be brought to Git.
     *
     * @param lost the branch lost its pull
     */
    long since(ObjectPath path, @Nullable Base base, boolean lost, AwacsNamespace known) {
        if (base == null) {
            return known.version() - 1;
        }
        return lost ? madeIn(path, known) - 1 : base.versionOf(path);
    }

    /** The version that brought awacs' text of an object, as far as one looks back. */
    private long madeIn(ObjectPath path, AwacsNamespace known) {
        var text = Contents.of(known).get(path);
        var version = known.version();
        while (version > Math.max(1, known.version() - MAX_COMMITS)
                && Objects.equals(contents.at(known.id(), version - 1).get(path), text)) {
            version--;
        }
        return version;
    }

    /**
     * The commits that bring it: one for each version in awacs that changed something of it (SPEC
     * D14).
     *
     * @param onto the revision that they are made on
     */
    List<Wanted> wanted(Pull pull, Revision onto) {
        var id = pull.namespace();
        var state = new TreeMap<>(contents.texts(onto, id));
        var last = pull.version();
        var first = pull.since().values().stream().mapToLong(it -> it + 1).min().orElse(last);
        var wanted = new ArrayList<Wanted>();
        for (var version = Math.max(first, last - MAX_COMMITS + 1); version <= last; version++) {
            var at = version;
            var texts = awacs.objects(id, at).orElseGet(TreeMap::new);
            var changes = new TreeMap<ObjectPath, Optional<String>>();
            pull.since()
                    .forEach((path, since) -> {
                        var text = texts.get(path);
                        if (at > since && !Objects.equals(state.get(path), text)) {
                            changes.put(path, Optional.ofNullable(text));
                            Contents.put(state, path, text);
                        }
                    });
            if (!changes.isEmpty()) {
                awacs.version(id, at).map(it -> wanted(it, changes)).ifPresent(wanted::add);
            }
        }
        return wanted;
    }

    private static Wanted wanted(
            AwacsVersion made, SortedMap<ObjectPath, Optional<String>> changes) {
        return new Wanted(made.version(), made.author(), made.createdAt(), made.comment(), changes);
    }
}
