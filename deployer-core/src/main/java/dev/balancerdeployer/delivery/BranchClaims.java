package dev.balancerdeployer.delivery;

import dev.balancerdeployer.delivery.ConfigCommits.Claimed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the delivered branch tells of earlier pulls, whatever the books say (SPEC D14). */
record BranchClaims(Contents contents, PullHead head) {

    /**
     * @param base null: the two sides have not met
     * @param pulled what was not in the books
     */
    record Claims(@Nullable Base base, List<Pulled> pulled) {}

    /** The base is the later of the stored one and what the branch's trailers prove. */
    Claims claims(NamespaceRecord record, AwacsNamespace known) {
        var base = record.base();
        if (base == null) {
            return new Claims(null, List.of());
        }
        var stored = base;
        var pulled = new ArrayList<Pulled>();
        for (var claim : head.claims().getOrDefault(record.id(), Map.of()).entrySet()) {
            var path = claim.getKey();
            var said = claim.getValue();
            if (said.version() > stored.versionOf(path)
                    && said.version() <= known.version()
                    && holds(record.id(), path, said)) {
                base = base.with(path, said.version());
                var before = contents.at(record.id(), stored.versionOf(path)).get(path);
                pulled.add(new Pulled(path, said.commit(), before, false));
            }
        }
        return new Claims(base, pulled);
    }

    /** Anybody can write a trailer: the commit must hold what awacs held. */
    private boolean holds(NamespaceId id, ObjectPath path, Claimed said) {
        try {
            return Objects.equals(
                    Contents.of(contents.texts(said.commit(), id)).get(path),
                    contents.at(id, said.version()).get(path));
        } catch (IllegalArgumentException _) {
            return false; // the namespace is not well-formed there
        }
    }

    /**
     * Objects whose pull the branch lost, since it was pushed back: it holds again what it held
     * before, so that awacs alone has changed them.
     */
    Set<ObjectPath> lost(
            NamespaceRecord record,
            SortedMap<ObjectPath, ObjectDigest> git,
            SortedMap<ObjectPath, ObjectDigest> theirs) {
        return record.pulls().objects().stream()
                .filter(it -> !it.proposed() && !isIn(it))
                .filter(it -> Objects.equals(git.get(it.path()), it.before()))
                .map(Pulled::path)
                .filter(it -> !Objects.equals(git.get(it), theirs.get(it)))
                .collect(Collectors.toSet());
    }

    /** Whether the branch holds the commit. */
    boolean isIn(Pulled pulled) {
        return contents.repository().contains(head.revision(), pulled.commit());
    }
}
