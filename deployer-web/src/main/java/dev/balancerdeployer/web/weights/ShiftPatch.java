package dev.balancerdeployer.web.weights;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;

/**
 * Body of a PATCH of a shift.
 *
 * @param expiresIn from now; over 0, at most 72 h
 */
@Schema(
        name = "ShiftPatch",
        example =
                """
                {"expires_in": "30m"}
                """)
record ShiftPatch(Duration expiresIn) {}
