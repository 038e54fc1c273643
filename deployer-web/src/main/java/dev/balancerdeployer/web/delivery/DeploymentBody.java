package dev.balancerdeployer.web.delivery;

import dev.balancerdeployer.delivery.Deployment;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.RolloutId;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A deployment on the wire. {@code revision} is null before a run resolved it; {@code reason} is
 * the requester's, or of a failed one why nothing was started.
 */
@Schema(name = "Deployment")
record DeploymentBody(
        String deploymentId,
        Deployment.State state,
        @Nullable String revision,
        List<String> rollouts,
        List<String> unchanged,
        List<Invalid> invalid,
        String requestedBy,
        String reason) {

    /** A namespace that cannot be delivered as it is. */
    @Schema(name = "InvalidNamespace")
    record Invalid(String namespace, String file, int line, String reason) {

        static Invalid of(Deployment.Invalid invalid) {
            return new Invalid(
                    invalid.namespace(),
                    invalid.problem().file(),
                    invalid.problem().line(),
                    invalid.problem().reason());
        }
    }

    static DeploymentBody of(Deployment deployment) {
        var revision = deployment.revision();
        var failure = deployment.failure();
        return new DeploymentBody(
                deployment.id().value(),
                deployment.state(),
                revision == null ? null : revision.sha(),
                deployment.rollouts().stream().map(RolloutId::value).toList(),
                deployment.unchanged().stream().map(NamespaceId::value).toList(),
                deployment.invalid().stream().map(Invalid::of).toList(),
                deployment.requestedBy(),
                failure == null ? deployment.wanted().reason() : failure);
    }
}
