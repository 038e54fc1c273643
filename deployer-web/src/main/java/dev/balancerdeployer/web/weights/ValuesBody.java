package dev.balancerdeployer.web.weights;

import dev.balancerdeployer.weights.Snapshot;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of one version (SPEC W2). */
@Schema(name = "WeightValues")
record ValuesBody(
        String configId,
        long version,
        Map<String, Map<String, Integer>> values,
        Map<String, Map<String, Integer>> effective,
        Instant updatedAt,
        String updatedBy,
        @Nullable String comment) {

    static ValuesBody of(Snapshot snapshot) {
        return new ValuesBody(
                snapshot.config().value(),
                snapshot.version(),
                StepBody.table(snapshot.values()),
                StepBody.table(snapshot.effective()),
                snapshot.updatedAt(),
                snapshot.updatedBy(),
                snapshot.comment());
    }
}
