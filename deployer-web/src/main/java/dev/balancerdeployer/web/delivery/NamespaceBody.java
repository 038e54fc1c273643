package dev.balancerdeployer.web.delivery;

import dev.balancerdeployer.delivery.Balancer;
import dev.balancerdeployer.delivery.LocationId;
import dev.balancerdeployer.delivery.NamespaceView;
import dev.balancerdeployer.delivery.NamespaceView.ConflictView;
import dev.balancerdeployer.delivery.NamespaceView.LocationView;
import dev.balancerdeployer.delivery.RolloutId;
import dev.balancerdeployer.delivery.SourceProblem;
import dev.balancerdeployer.web.PauseBody;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A namespace on the wire. */
@Schema(name = "Namespace")
record NamespaceBody(
        String namespace,
        NamespaceView.State state,
        List<String> owners,
        @Nullable String revision,
        @Nullable Long configVersion,
        @Nullable String rolloutId,
        List<Problem> problems,
        List<Conflict> conflicts,
        @Nullable Hold hold,
        List<Location> locations) {

    /** Why it is refused, or what is odd about it. */
    @Schema(name = "SourceProblem")
    record Problem(String file, int line, String reason) {

        static Problem of(SourceProblem problem) {
            return new Problem(problem.file(), problem.line(), problem.reason());
        }
    }

    /** An object that both sides changed; a text is null where the object is missing. */
    @Schema(name = "Conflict")
    record Conflict(
            String object, @Nullable String base, @Nullable String git, @Nullable String awacs) {

        static Conflict of(ConflictView conflict) {
            return new Conflict(
                    conflict.object().value(), conflict.base(), conflict.git(), conflict.awacs());
        }
    }

    /** Who keeps newer revisions from being delivered by themselves, and why. */
    @Schema(name = "Hold")
    record Hold(String reason, String by, Instant since) {

        static @Nullable Hold of(dev.balancerdeployer.delivery.@Nullable Hold hold) {
            return hold == null ? null : new Hold(hold.reason(), hold.by(), hold.since());
        }
    }

    /**
     * {@code state} is {@code MISSING} if awacs lacks the balancer, null before its first target.
     */
    @Schema(name = "Location")
    record Location(
            String location,
            @Nullable String state,
            @Nullable Long activeVersion,
            @Nullable Long targetVersion,
            List<PauseBody> pauses) {

        static Location of(LocationView view) {
            var balancer = view.balancer();
            return balancer == null
                    ? new Location(view.location().value(), "MISSING", null, null, List.of())
                    : of(view.location(), balancer);
        }

        private static Location of(LocationId location, Balancer balancer) {
            var state = balancer.state();
            return new Location(
                    location.value(),
                    state == null ? null : state.name(),
                    balancer.activeVersion(),
                    balancer.targetVersion(),
                    balancer.pauses().stream().map(PauseBody::of).toList());
        }
    }

    static NamespaceBody of(NamespaceView view) {
        var revision = view.revision();
        var rollout = view.rolloutId();
        return new NamespaceBody(
                view.name(),
                view.state(),
                view.owners(),
                revision == null ? null : revision.sha(),
                view.configVersion(),
                id(rollout),
                view.problems().stream().map(Problem::of).toList(),
                view.conflicts().stream().map(Conflict::of).toList(),
                Hold.of(view.hold()),
                view.locations().stream().map(Location::of).toList());
    }

    private static @Nullable String id(@Nullable RolloutId rollout) {
        return rollout == null ? null : rollout.value();
    }
}
