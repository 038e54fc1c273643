package dev.balancerdeployer.web.awacs;

import dev.balancerdeployer.delivery.BalancerState;
import dev.balancerdeployer.web.TextRules;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A node's word about itself. */
@Schema(
        name = "BalancerStatusPut",
        example = "{\"version\": 1, \"state\": \"ACTIVE\", \"message\": \"reloaded\"}")
record StatusPut(long version, BalancerState state, @Nullable String message) {

    /** What a node says may be long; its beginning is kept rather than nothing. */
    String shortened() {
        if (message == null) {
            return "";
        }
        return message.codePointCount(0, message.length()) <= TextRules.MAX_REMARK
                ? message
                : message.substring(0, message.offsetByCodePoints(0, TextRules.MAX_REMARK));
    }
}
