package dev.balancerdeployer.delivery;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.delivery.Deployment.Origin;
import dev.balancerdeployer.delivery.Deployment.Wanted;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes news of pushes (SPEC D6). Pushes that come while one waits are one request, for the newest
 * state of the branch. Thread-safe.
 */
public final class Pushes {

    private static final String HEADS = "refs/heads/";

    private final ConfigRepository repository;
    private final SeenPushes seen;
    private final DeploymentIntake intake;

    Pushes(ConfigRepository repository, SeenPushes seen, DeploymentIntake intake) {
        this.repository = repository;
        this.seen = seen;
        this.intake = intake;
    }

    /** What became of it. */
    public sealed interface Taken {

        /** It is a request to deploy now. */
        record Accepted(DeploymentIntake.Accepted request) implements Taken {}

        /** Nothing was changed. */
        record Ignored(String reason) implements Taken {}
    }

    /**
     * Stores a request to deploy the branch. Only then the delivery counts as seen: one that was
     * lost half-way is taken up when it is sent again.
     *
     * @param ref in full, {@code refs/heads/main}
     * @param delivery the sender's id of this delivery; null: it has none
     */
    public Taken take(String ref, @Nullable String delivery, Actor by) {
        var branch = ref.startsWith(HEADS) ? ref.substring(HEADS.length()) : "";
        if (!repository.deliveredBranch().contains(branch)) {
            return new Taken.Ignored("%s is not the delivered branch".formatted(ref));
        }
        if (delivery != null && seen.seen(delivery)) {
            return new Taken.Ignored("delivery %s was taken up before".formatted(delivery));
        }
        var accepted = request(branch, by);
        if (delivery != null) {
            seen.remember(delivery);
        }
        return new Taken.Accepted(accepted);
    }

    /**
     * Asks for what may have been pushed while nobody listened. Does nothing before the first
     * fetch: then the deployer never ran, and fires at once.
     */
    public void catchUp() {
        var branches = repository.deliveredBranch();
        if (branches.size() == 1) {
            request(branches.getFirst(), Actor.self());
        }
    }

    private DeploymentIntake.Accepted request(String branch, Actor by) {
        return intake.accept(
                new Wanted(branch, List.of(), "a push to " + branch, Manner.USUAL, Origin.PUSH),
                by);
    }
}
