package dev.balancerdeployer.web.weights;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Body of a step (SPEC W3).
 *
 * @param newWeights {@code {component: {location: number | "default"}}}
 * @param override names of safety rules that it may break; wants a comment
 */
@Schema(
        name = "StepRequest",
        example =
                """
                {"new_weights": {"search": {"SAS": 0, "MSK": "default"}},
                 "comment": "SAS is to be emptied", "dry_run": true}
                """)
record StepRequest(
        JsonNode newWeights,
        @Nullable String comment,
        @Nullable Boolean dryRun,
        @Nullable List<String> override) {}
