package dev.balancerdeployer.web.weights;

import dev.balancerdeployer.weights.Change;
import dev.balancerdeployer.weights.SafetyRules;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Body of a PUT of a config: all of it (SPEC W1).
 *
 * @param components {@code {component: {location: {"default": number}}}}
 * @param safety the rules of SPEC W9; absent: those that hold if nothing is said
 */
@Schema(
        name = "WeightsConfigPut",
        example =
                """
                {"components": {"search": {"SAS": {"default": 34}, "MSK": {"default": 33},
                                           "MAN": {"default": 33}}},
                 "safety": {"min_active_locations": 2, "max_step": 50},
                 "comment": "search goes to three locations"}
                """)
record ConfigPut(
        JsonNode components,
        @Nullable SafetyBody safety,
        @Nullable String comment,
        @Nullable List<String> override) {

    Change toDomain() {
        return new Change.PutConfig(
                WeightTables.defaults("components", components),
                safety == null ? SafetyRules.DEFAULT : safety.toDomain());
    }
}
