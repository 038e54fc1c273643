package dev.balancerdeployer.web.weights;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.balancerdeployer.weights.ConfigId;
import dev.balancerdeployer.weights.PerLocation;
import dev.balancerdeployer.weights.SafetyRules;
import dev.balancerdeployer.weights.Weight;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/** A config (SPEC W1). */
@Schema(name = "WeightsConfig")
record ConfigBody(
        String configId,
        long version,
        Map<String, Map<String, Default>> components,
        SafetyBody safety) {

    /** The default of a location. */
    @Schema(name = "DefaultWeight")
    record Default(@JsonProperty("default") BigDecimal weight) {}

    static ConfigBody of(
            ConfigId id, long version, PerLocation<Weight> defaults, SafetyRules safety) {
        var components = new LinkedHashMap<String, Map<String, Default>>();
        defaults.components()
                .forEach((component, row) -> {
                    var locations = new LinkedHashMap<String, Default>();
                    row.forEach((location, weight) ->
                            locations.put(location.value(), new Default(weight.number())));
                    components.put(component.value(), locations);
                });
        return new ConfigBody(id.value(), version, components, SafetyBody.of(safety));
    }
}
