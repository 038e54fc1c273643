package dev.balancerdeployer.web.awacs;

import dev.balancerdeployer.delivery.NewBalancer.NewPause;
import dev.balancerdeployer.delivery.PauseKind;
import dev.balancerdeployer.delivery.PauseToken;
import dev.balancerdeployer.delivery.Safeguard;
import dev.balancerdeployer.web.TextRules;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Body of a pause that is to be set; its token is in the address. */
@Schema(
        name = "PausePut",
        example =
                """
                {"kind": "HUMAN", "reason": "the rack moves tonight",
                 "overdue_at": "2030-01-02T06:00:00.000Z"}
                """)
record PausePut(
        PauseKind kind,
        String reason,
        @Nullable Instant overdueAt,
        @Nullable String attempt,
        @Nullable FenceBody fence,
        @Nullable Instant notAfter) {

    String remark() {
        return TextRules.requiredRemark("reason", reason);
    }

    NewPause toDomain(PauseToken token) {
        return new NewPause(token, kind, remark(), overdueAt);
    }

    Safeguard safeguard(SafeguardHeaders headers) {
        return Safeguards.of(attempt, fence, notAfter, headers);
    }
}
