package dev.balancerdeployer.web.weights;

import dev.balancerdeployer.weights.Cause;
import dev.balancerdeployer.weights.Line;
import dev.balancerdeployer.weights.SafetyRule;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A version in the history (SPEC W10).
 *
 * @param overrides the safety rules it would have broken
 */
@Schema(name = "WeightVersion")
record HistoryBody(
        long version,
        Map<String, Map<String, Integer>> values,
        Map<String, Map<String, Integer>> effective,
        String author,
        @Nullable String comment,
        Instant createdAt,
        Cause cause,
        List<String> overrides) {

    static HistoryBody of(Line line) {
        return new HistoryBody(
                line.version(),
                StepBody.table(line.values()),
                StepBody.table(line.effective()),
                line.author(),
                line.comment(),
                line.at(),
                line.cause(),
                line.overrides().stream().map(SafetyRule::wireName).toList());
    }
}
