package dev.balancerdeployer.web.weights;

import dev.balancerdeployer.web.ProblemException;
import dev.balancerdeployer.weights.Change;
import dev.balancerdeployer.weights.Component;
import dev.balancerdeployer.weights.Location;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Body of a request for a shift (SPEC W8).
 *
 * @param away the locations that get nothing
 * @param components absent: those that have such a location
 * @param expiresIn over 0, at most 72 h
 * @param override names of safety rules that it may break
 */
@Schema(
        name = "ShiftRequest",
        example =
                """
                {"away": ["SAS"], "components": ["search"], "expires_in": "2h",
                 "reason": "the power of SAS is serviced"}
                """)
record ShiftRequest(
        List<String> away,
        @Nullable List<String> components,
        Duration expiresIn,
        String reason,
        @Nullable List<String> override) {

    /**
     * @throws ProblemException 400 with the place
     */
    Change toDomain() {
        return new Change.StartShift(
                names("away", away, Location::new),
                components == null ? null : names("components", components, Component::new),
                expiresIn);
    }

    private static <T> List<T> names(
            String place, List<String> given, Function<String, ? extends T> type) {
        var names = new ArrayList<T>();
        for (var i = 0; i < given.size(); i++) {
            try {
                names.add(type.apply(given.get(i)));
            } catch (IllegalArgumentException e) {
                throw ProblemException.invalid(
                        "%s[%d]".formatted(place, i), String.valueOf(e.getMessage()));
            }
        }
        return names;
    }
}
