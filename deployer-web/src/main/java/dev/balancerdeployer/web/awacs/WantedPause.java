package dev.balancerdeployer.web.awacs;

import dev.balancerdeployer.delivery.NewBalancer.NewPause;
import dev.balancerdeployer.delivery.PauseKind;
import dev.balancerdeployer.delivery.PauseToken;
import dev.balancerdeployer.web.TextRules;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A pause that a balancer is to be born with.
 *
 * @param author not looked at, so that what was read can be sent: the author is who sends it
 * @param since not looked at either: it is the time of the write
 */
@Schema(name = "WantedPause")
record WantedPause(
        String token,
        PauseKind kind,
        String reason,
        @Nullable Instant overdueAt,
        @Nullable String author,
        @Nullable Instant since) {

    NewPause toDomain(String place) {
        return new NewPause(
                Places.at(place + ".token", () -> new PauseToken(token)),
                kind,
                TextRules.requiredRemark(place + ".reason", reason),
                overdueAt);
    }
}
