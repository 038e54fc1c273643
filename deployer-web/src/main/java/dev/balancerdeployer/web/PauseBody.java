package dev.balancerdeployer.web;

import dev.balancerdeployer.delivery.Pause;
import dev.balancerdeployer.delivery.PauseKind;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A pause on the wire (API.md section 4, PAUSE). */
@Schema(name = "Pause")
public record PauseBody(
        String token,
        PauseKind kind,
        String author,
        String reason,
        Instant since,
        @Nullable Instant overdueAt) {

    public static PauseBody of(Pause pause) {
        return new PauseBody(
                pause.token().value(),
                pause.kind(),
                pause.author(),
                pause.reason(),
                pause.since(),
                pause.overdueAt());
    }
}
