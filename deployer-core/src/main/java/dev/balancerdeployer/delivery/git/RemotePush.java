package dev.balancerdeployer.delivery.git;

import dev.balancerdeployer.delivery.Revision;
import java.io.IOException;
import java.util.List;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves one branch of the remote forward; it is never forced (SPEC D14). */
record RemotePush(RemoteAccess access) {

    private static final Logger log = LoggerFactory.getLogger(RemotePush.class);

    /**
     * @param expected where the branch is; null: it is not there
     * @param monitor cancels it
     * @return whether the branch is at {@code tip} now
     * @throws IOException if it is not known what became of it
     */
    boolean from(
            Repository mirror,
            String branch,
            @Nullable Revision expected,
            Revision tip,
            ProgressMonitor monitor)
            throws IOException {
        try (var walk = new RevWalk(mirror)) {
            var _ = SourceTrees.commit(walk, tip);
        }
        var name = Constants.R_HEADS + branch;
        var old = expected == null ? ObjectId.zeroId() : ObjectId.fromString(expected.sha());
        var update =
                new RemoteRefUpdate(
                        mirror, tip.sha(), ObjectId.fromString(tip.sha()), name, false, null, old);
        try (var transport = access.open(mirror)) {
            var result = transport.push(monitor, List.of(update));
            return switch (update.getStatus()) {
                case OK, UP_TO_DATE -> true;
                case REJECTED_NONFASTFORWARD, REJECTED_REMOTE_CHANGED -> {
                    log.info(
                            "{} has moved its branch '{}' meanwhile",
                            access.remote().label(),
                            branch);
                    yield false;
                }
                case REJECTED_OTHER_REASON, REJECTED_NODELETE -> {
                    log.warn(
                            "{} refuses a push to its branch '{}': {} {}",
                            access.remote().label(),
                            branch,
                            shown(update.getMessage()),
                            shown(result.getMessages()));
                    yield false;
                }
                case NOT_ATTEMPTED, AWAITING_REPORT, NON_EXISTING ->
                        throw new IOException("it does not say what became of the push");
            };
        }
    }

    private String shown(@Nullable String text) {
        return TransferFailure.redacted(access.remote(), text == null ? "" : text.strip());
    }
}
