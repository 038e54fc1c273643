package dev.balancerdeployer.web.delivery;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.balancerdeployer.delivery.Deployment.Origin;
import dev.balancerdeployer.delivery.Deployment.Wanted;
import dev.balancerdeployer.delivery.Manner;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.web.ProblemException;
import dev.balancerdeployer.web.TextRules;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request to deploy. {@code force} goes to all locations at once, {@code rollback} to a revision
 * that need not descend from the delivered one. Force needs a reason.
 *
 * @param namespaces null: all
 */
@Schema(
        name = "DeploymentRequest",
        example =
                """
                {"revision": "main", "namespaces": ["maps-front"], "reason": "More connections",
                 "dry_run": false}
                """)
record DeploymentRequest(
        String revision,
        @JsonSetter(contentNulls = Nulls.FAIL) @Nullable List<String> namespaces,
        @Nullable String reason,
        @Nullable Boolean dryRun,
        @Nullable Boolean force,
        @Nullable Boolean rollback) {

    @Nullable String remark() {
        return TextRules.remark("reason", reason);
    }

    boolean dry() {
        return Boolean.TRUE.equals(dryRun);
    }

    /**
     * @throws ProblemException 400 with the place
     */
    Wanted toDomain() {
        var remark = remark();
        return new Wanted(revision, names(), remark == null ? "" : remark, manner(), Origin.PERSON);
    }

    private Manner manner() {
        var forced = Boolean.TRUE.equals(force);
        if (forced && Boolean.TRUE.equals(rollback)) {
            throw ProblemException.invalid(
                    "rollback", "rollback: true (expected: not together with force)");
        }
        if (forced) {
            return Manner.FORCED;
        }
        return Boolean.TRUE.equals(rollback) ? Manner.ROLLBACK : Manner.USUAL;
    }

    private List<NamespaceId> names() {
        if (namespaces == null) {
            return List.of();
        }
        if (namespaces.isEmpty()) {
            throw ProblemException.invalid(
                    "namespaces", "namespaces: none (expected: at least one, or no such field)");
        }
        var names = new ArrayList<NamespaceId>();
        for (var i = 0; i < namespaces.size(); i++) {
            try {
                names.add(new NamespaceId(namespaces.get(i)));
            } catch (IllegalArgumentException e) {
                throw ProblemException.invalid(
                        "namespaces[%d]".formatted(i), String.valueOf(e.getMessage()));
            }
        }
        return names;
    }
}
