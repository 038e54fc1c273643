package dev.balancerdeployer.delivery;

import org.jspecify.annotations.Nullable;

/**
 * An object whose text came from awacs to Git. A rollout of a revision from before that keeps
 * awacs' text of it (SPEC D10).
 *
 * @param commit the one that brought it
 * @param before Git's text until then; null: it had none
 * @param proposed the commit waits for a review, or was merged since
 */
public record Pulled(
        ObjectPath path, Revision commit, @Nullable ObjectDigest before, boolean proposed) {}
