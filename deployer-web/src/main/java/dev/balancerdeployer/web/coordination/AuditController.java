package dev.balancerdeployer.web.coordination;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.balancerdeployer.coordination.Audit;
import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.web.PageBody;
import dev.balancerdeployer.web.Rfc3339;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The audit log (SPEC C9). */
@RestController
@Tag(name = "Audit", description = "Who changed what, and what was refused")
class AuditController {

    private final Audit audit;

    AuditController(Audit audit) {
        this.audit = audit;
    }

    /** An entry on the wire. */
    @Schema(name = "AuditEntry")
    record Body(
            Instant at,
            String actor,
            @Nullable String address,
            String action,
            String target,
            @Nullable Long beforeVersion,
            @Nullable Long afterVersion,
            @Nullable String reason,
            Audit.Outcome outcome,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String problem) {

        static Body of(Audit.Recorded recorded) {
            var entry = recorded.entry();
            return new Body(
                    recorded.at(),
                    entry.actor().name(),
                    entry.actor().address(),
                    entry.action(),
                    entry.target(),
                    entry.beforeVersion(),
                    entry.afterVersion(),
                    entry.reason(),
                    entry.outcome(),
                    entry.problem());
        }
    }

    @GetMapping("/api/v1/audit")
    @Operation(summary = "List changes and refused changes, newest first")
    PageBody<Body> list(
            PageRequest page,
            @RequestParam(required = false) @Nullable String actor,
            @RequestParam(required = false) @Nullable String target,
            @RequestParam(required = false) @Nullable String action,
            @Parameter(description = "RFC 3339, inclusive") @RequestParam(required = false)
                    @Nullable String since,
            @Parameter(description = "RFC 3339, exclusive") @RequestParam(required = false)
                    @Nullable String until) {
        var filter =
                new Audit.Filter(actor, target, action, time("since", since), time("until", until));
        return PageBody.of(audit.find(filter, page), Body::of);
    }

    private static @Nullable Instant time(String place, @Nullable String text) {
        return text == null ? null : Rfc3339.parse(place, text);
    }
}
