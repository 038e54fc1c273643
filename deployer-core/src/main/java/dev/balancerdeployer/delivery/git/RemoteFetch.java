package dev.balancerdeployer.delivery.git;

import dev.balancerdeployer.delivery.Revision;
import dev.balancerdeployer.delivery.SourceUnavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.FetchResult;
import org.eclipse.jgit.transport.RefSpec;
import org.jspecify.annotations.Nullable;

/**
 * Brings all branches of the remote, forced and pruned, since a deployment may name any of them
 * (SPEC D6).
 *
 * @param branch the delivered one; null: {@code main}, or {@code trunk} if there is no {@code main}
 */
record RemoteFetch(RemoteAccess access, @Nullable String branch) {

    /** Delivered where no branch is configured: the first of these that exists. */
    static final List<String> USUAL = List.of("main", "trunk");

    /** Where the delivered branch was last; stays when the remote loses it. */
    static final String DELIVERED = "refs/deployer/";

    private static final List<RefSpec> BRANCHES =
            List.of(new RefSpec("+refs/heads/*:refs/heads/*"));

    GitRemote remote() {
        return access.remote();
    }

    /**
     * @return the head of the delivered branch
     * @throws SourceUnavailable if the remote has no such branch
     * @throws IOException if the transfer failed, or the mirror could not take it
     */
    Revision into(Repository mirror, ProgressMonitor monitor) throws IOException {
        try (var transport = access.open(mirror)) {
            return delivered(mirror, transport.fetch(monitor, BRANCHES));
        }
    }

    private Revision delivered(Repository mirror, FetchResult result) throws IOException {
        var name = deliveredBranch(result);
        var head = result.getAdvertisedRef(Constants.R_HEADS + name).getObjectId();
        var ref = mirror.exactRef(Constants.R_HEADS + name);
        if (head == null || ref == null || !head.equals(ref.getObjectId())) {
            throw new IOException("the branch could not be updated in the mirror");
        }
        requireCommit(mirror, head);
        var update = mirror.updateRef(DELIVERED + name);
        update.setNewObjectId(head);
        switch (update.forceUpdate()) {
            case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> {}
            case RefUpdate.Result other ->
                    throw new IOException("the mirror refuses its new state: " + other);
        }
        return new Revision(head.name());
    }

    private String deliveredBranch(FetchResult result) {
        var candidates = branch == null ? USUAL : List.of(branch);
        return candidates.stream()
                .filter(it -> result.getAdvertisedRef(Constants.R_HEADS + it) != null)
                .findFirst()
                .orElseThrow(() ->
                        new SourceUnavailable(
                                "%s has no branch '%s' (deployer.git.branch)"
                                        .formatted(
                                                remote().label(),
                                                String.join("' or '", candidates))));
    }

    private static void requireCommit(Repository mirror, ObjectId head) throws IOException {
        try (var walk = new RevWalk(mirror)) {
            var tree = walk.parseCommit(head).getTree();
            walk.parseTree(tree);
        }
    }

    /** Whether every branch of a mirror leads to a readable commit, and one was delivered. */
    static boolean isWhole(Repository mirror) {
        try (var walk = new RevWalk(mirror)) {
            requireLooseRefs(mirror);
            for (var ref : mirror.getRefDatabase().getRefs()) {
                var id = Optional.ofNullable(ref.getObjectId());
                if (ref.getName().startsWith("refs/") && id.isPresent()) {
                    walk.parseTree(walk.parseCommit(id.get()).getTree());
                }
            }
            return !mirror.getRefDatabase().getRefsByPrefix(DELIVERED).isEmpty();
        } catch (IOException | UncheckedIOException | IllegalArgumentException _) {
            return false;
        }
    }

    /** A listing passes over those that cannot be read. */
    private static void requireLooseRefs(Repository mirror) throws IOException {
        var top = mirror.getDirectory().toPath();
        try (var files = Files.walk(top.resolve("refs"))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var name = top.relativize(file).toString();
                if (!name.endsWith(".lock") && mirror.exactRef(name) == null) {
                    throw new IOException(name);
                }
            }
        }
    }
}
