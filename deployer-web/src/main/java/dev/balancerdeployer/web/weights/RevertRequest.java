package dev.balancerdeployer.web.weights;

import dev.balancerdeployer.web.ProblemException;
import dev.balancerdeployer.weights.Change;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Body of a revert (SPEC W10).
 *
 * @param version whose values are to be there again
 * @param override names of safety rules that it may break; wants a comment
 */
@Schema(
        name = "RevertRequest",
        example =
                """
                {"version": 1, "comment": "as it was before the drain"}
                """)
record RevertRequest(long version, @Nullable String comment, @Nullable List<String> override) {

    /**
     * @throws ProblemException 400 with the place
     */
    Change toDomain() {
        if (version < 1) {
            throw ProblemException.invalid(
                    "version", "version: %d (expected: 1 or more)".formatted(version));
        }
        return new Change.Revert(version);
    }
}
