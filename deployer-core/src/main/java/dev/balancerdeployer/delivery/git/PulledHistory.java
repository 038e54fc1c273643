package dev.balancerdeployer.delivery.git;

import dev.balancerdeployer.delivery.ConfigCommits.Claimed;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.ObjectPath;
import dev.balancerdeployer.delivery.Revision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the trailers of a line of history claim (SPEC D14). Remembers it for the last few heads: of
 * a head that descends from one of them only the new commits are read, and a head that does not
 * descend from it takes nothing over. Thread-safe; one walk at a time.
 */
final class PulledHistory {

    private static final Logger log = LoggerFactory.getLogger(PulledHistory.class);
    private static final int REMEMBERED = 8;

    /** In every message that can be a claim. */
    private static final String MARK = "wacs-";

    private final List<String> directory;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Revision, Map<NamespaceId, Map<ObjectPath, Claimed>>> known =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(
                        Map.Entry<Revision, Map<NamespaceId, Map<ObjectPath, Claimed>>> eldest) {
                    return size() > REMEMBERED;
                }
            };

    /**
     * @param directory the names that lead to the namespaces
     */
    PulledHistory(List<String> directory) {
        this.directory = directory;
    }

    Map<NamespaceId, Map<ObjectPath, Claimed>> of(Repository mirror, Revision head)
            throws IOException {
        lock.lock();
        try (var walk = new RevWalk(mirror)) {
            var tip = SourceTrees.commit(walk, head);
            var remembered = known.get(head);
            if (remembered != null) {
                return remembered;
            }
            var claims = scan(walk, tip);
            known.put(head, claims);
            return claims;
        } finally {
            lock.unlock();
        }
    }

    private Map<NamespaceId, Map<ObjectPath, Claimed>> scan(RevWalk walk, RevCommit tip)
            throws IOException {
        var bases = bases(walk, tip);
        walk.reset();
        walk.markStart(tip);
        for (var base : bases) {
            walk.markUninteresting(base);
        }
        var claims = new HashMap<NamespaceId, Map<ObjectPath, Claimed>>();
        var commits = 0;
        for (var commit : walk) {
            commits++;
            walk.parseBody(commit); // which the search for bases may have dropped
            var claim = claim(commit);
            if (claim.isPresent()) {
                add(claims, claim.get(), commit, changed(walk, commit, claim.get()));
            }
            commit.disposeBody();
        }
        log.debug("Read {} commits for what was pulled", commits);
        for (var base : bases) {
            known.getOrDefault(new Revision(base.name()), Map.of())
                    .forEach((namespace, objects) ->
                            objects.forEach((path, claimed) ->
                                    keepNewest(claims, namespace, path, claimed)));
        }
        claims.replaceAll((_, objects) -> Collections.unmodifiableMap(objects));
        return Collections.unmodifiableMap(claims);
    }

    /** Known commits that lead to this one, none of which leads to another. */
    private List<RevCommit> bases(RevWalk walk, RevCommit tip) throws IOException {
        var bases = new ArrayList<RevCommit>();
        for (var revision : List.copyOf(known.keySet())) {
            try {
                var base = walk.parseCommit(ObjectId.fromString(revision.sha()));
                if (walk.isMergedInto(base, tip) && !leads(walk, base, bases)) {
                    for (var other : List.copyOf(bases)) {
                        if (walk.isMergedInto(other, base)) {
                            bases.remove(other);
                        }
                    }
                    bases.add(base);
                }
            } catch (MissingObjectException _) {
                known.remove(revision); // the mirror was made anew
            }
        }
        bases.sort(Comparator.comparingInt(RevCommit::getCommitTime).reversed());
        return bases;
    }

    private static boolean leads(RevWalk walk, RevCommit base, List<RevCommit> others)
            throws IOException {
        for (var other : others) {
            if (walk.isMergedInto(base, other)) {
                return true;
            }
        }
        return false;
    }

    private static Optional<PullMessage> claim(RevCommit commit) {
        if (commit.getParentCount() > 1) {
            return Optional.empty();
        }
        var raw = new String(commit.getRawBuffer(), StandardCharsets.ISO_8859_1);
        var body = raw.indexOf("\n\n");
        return body < 0 || raw.indexOf(MARK, body) < 0
                ? Optional.empty()
                : PullMessage.claimed(raw.substring(body + 2));
    }

    /** Against the first parent. */
    private Set<ObjectPath> changed(RevWalk walk, RevCommit commit, PullMessage claim)
            throws IOException {
        var reader = walk.getObjectReader();
        var after = tree(reader, commit.getTree(), claim.namespace());
        Optional<ObjectId> before = Optional.empty();
        if (commit.getParentCount() == 1) {
            var parent = commit.getParent(0);
            walk.parseHeaders(parent);
            before = tree(reader, parent.getTree(), claim.namespace());
        }
        return ObjectChanges.between(reader, before.orElse(null), after.orElse(null))
                .orElse(Set.of());
    }

    private Optional<ObjectId> tree(ObjectReader reader, AnyObjectId root, NamespaceId namespace)
            throws IOException {
        try {
            var tree = Optional.of(root.copy());
            for (var name : directory) {
                tree = below(reader, tree, name);
            }
            return below(reader, tree, namespace.value());
        } catch (RawTree.Refused _) {
            return Optional.empty();
        }
    }

    private static Optional<ObjectId> below(
            ObjectReader reader, Optional<ObjectId> tree, String name)
            throws IOException, RawTree.Refused {
        return tree.isEmpty()
                ? tree
                : RawTree.directory(reader, tree.get(), name, SourceLimits.MAX_ROOT_TREE_BYTES);
    }

    private static void add(
            Map<NamespaceId, Map<ObjectPath, Claimed>> claims,
            PullMessage claim,
            RevCommit commit,
            Set<ObjectPath> changed) {
        var claimed = new Claimed(claim.version(), new Revision(commit.name()));
        changed.forEach(it -> keepNewest(claims, claim.namespace(), it, claimed));
    }

    /** Of two with the same version the one that comes first, which is the later commit. */
    private static void keepNewest(
            Map<NamespaceId, Map<ObjectPath, Claimed>> claims,
            NamespaceId namespace,
            ObjectPath path,
            Claimed claimed) {
        claims.computeIfAbsent(namespace, _ -> new HashMap<>())
                .merge(path, claimed, (a, b) -> a.version() >= b.version() ? a : b);
    }
}
