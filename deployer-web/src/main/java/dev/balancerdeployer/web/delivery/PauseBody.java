package dev.balancerdeployer.web.delivery;

import dev.balancerdeployer.delivery.Pause;
import dev.balancerdeployer.delivery.PauseKind;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A pause on the wire. */
@Schema(name = "Pause")
record PauseBody(
        String token,
        PauseKind kind,
        String author,
        String reason,
        Instant since,
        @Nullable Instant overdueAt) {

    static PauseBody of(Pause pause) {
        return new PauseBody(
                pause.token().value(),
                pause.kind(),
                pause.author(),
                pause.reason(),
                pause.since(),
                pause.overdueAt());
    }
}
