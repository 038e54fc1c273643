package dev.balancerdeployer.web.weights;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.balancerdeployer.web.ProblemException;
import dev.balancerdeployer.weights.SafetyRules;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The safety rules of a config (SPEC W9).
 *
 * @param minActiveLocations 1..100; 1 if absent
 * @param maxZeroShare 0..1; any if absent
 * @param maxStep points, 0..100; any if absent
 */
@Schema(name = "SafetyRules")
@JsonInclude(JsonInclude.Include.NON_NULL)
record SafetyBody(
        @Nullable Integer minActiveLocations,
        @Nullable BigDecimal maxZeroShare,
        @Nullable Integer maxStep) {

    static SafetyBody of(SafetyRules rules) {
        return new SafetyBody(rules.minActiveLocations(), rules.maxZeroShare(), rules.maxStep());
    }

    /**
     * @throws ProblemException 400 with the place
     */
    SafetyRules toDomain() {
        try {
            var least =
                    minActiveLocations == null
                            ? SafetyRules.DEFAULT.minActiveLocations()
                            : minActiveLocations;
            return new SafetyRules(least, maxZeroShare, maxStep);
        } catch (IllegalArgumentException e) {
            var detail = "safety." + e.getMessage();
            throw ProblemException.invalid(detail.substring(0, detail.indexOf(':')), detail);
        }
    }
}
