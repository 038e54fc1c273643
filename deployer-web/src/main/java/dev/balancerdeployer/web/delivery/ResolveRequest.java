package dev.balancerdeployer.web.delivery;

import dev.balancerdeployer.delivery.ObjectPath;
import dev.balancerdeployer.delivery.Take;
import dev.balancerdeployer.web.ProblemException;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * Whose text of an object is to stay (API.md section 4).
 *
 * @param take {@code git} or {@code awacs}
 */
@Schema(
        name = "ResolveRequest",
        example =
                """
                {"object": "haproxy.cfg", "take": "awacs"}
                """)
record ResolveRequest(String object, String take) {

    /**
     * @throws ProblemException 400 with the place
     */
    ObjectPath path() {
        try {
            return new ObjectPath(object);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid("object", String.valueOf(e.getMessage()));
        }
    }

    /**
     * @throws ProblemException 400 with the place
     */
    Take side() {
        return switch (take) {
            case "git" -> Take.GIT;
            case "awacs" -> Take.AWACS;
            default ->
                    throw ProblemException.invalid(
                            "take", "take: '%s' (expected: git or awacs)".formatted(take));
        };
    }
}
