package dev.balancerdeployer.web.awacs;

import dev.balancerdeployer.web.ProblemException;
import java.util.function.Supplier;

/** Says where in a request the domain found a mistake. */
final class Places {

    private Places() {}

    /**
     * The value, or its refusal with that place.
     *
     * @throws ProblemException 400
     */
    static <T> T at(String place, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid(place, String.valueOf(e.getMessage()));
        }
    }
}
