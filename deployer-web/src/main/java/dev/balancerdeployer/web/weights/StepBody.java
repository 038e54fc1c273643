package dev.balancerdeployer.web.weights;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.balancerdeployer.weights.Answer;
import dev.balancerdeployer.weights.PerLocation;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The answer of a step (API.md section 5).
 *
 * @param old values before it, of the components that it touched
 * @param now {@code new}: values after it, of these
 * @param effective of all components, under the shifts
 * @param publishedVersion below {@code version}: it is written and will be published soon
 */
@Schema(name = "StepAnswer")
public record StepBody(
        String configId,
        long version,
        int attempts,
        boolean changed,
        Map<String, Map<String, Integer>> old,
        @JsonProperty("new") Map<String, Map<String, Integer>> now,
        Map<String, Map<String, Integer>> effective,
        long publishedVersion,
        boolean dryRun) {

    /** As it travels. */
    public static StepBody of(Answer.Stepped answer) {
        return new StepBody(
                answer.config().value(),
                answer.version(),
                answer.attempts(),
                answer.changed(),
                table(answer.old()),
                table(answer.now()),
                table(answer.effective()),
                answer.published(),
                answer.dryRun());
    }

    static Map<String, Map<String, Integer>> table(PerLocation<Integer> values) {
        var table = new LinkedHashMap<String, Map<String, Integer>>();
        values.components()
                .forEach((component, row) -> {
                    var points = new LinkedHashMap<String, Integer>();
                    row.forEach((location, value) -> points.put(location.value(), value));
                    table.put(component.value(), points);
                });
        return table;
    }
}
