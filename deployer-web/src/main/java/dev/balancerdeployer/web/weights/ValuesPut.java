package dev.balancerdeployer.web.weights;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Body of a PUT of values (SPEC W4).
 *
 * @param values {@code {component: {location: number | "default"}}}; unnamed locations stay
 * @param override names of safety rules that it may break; wants a comment
 */
@Schema(
        name = "WeightValuesPut",
        example =
                """
                {"values": {"search": {"SAS": 40, "MSK": 30, "MAN": "default"}},
                 "comment": "more for SAS"}
                """)
record ValuesPut(JsonNode values, @Nullable String comment, @Nullable List<String> override) {}
