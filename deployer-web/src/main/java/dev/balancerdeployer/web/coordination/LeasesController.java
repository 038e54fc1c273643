package dev.balancerdeployer.web.coordination;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.coordination.ProgramLease;
import dev.balancerdeployer.coordination.ProgramLeases;
import dev.balancerdeployer.coordination.ProgramLeases.Acquired;
import dev.balancerdeployer.web.AuditTrail;
import dev.balancerdeployer.web.PageBody;
import dev.balancerdeployer.web.ProblemException;
import dev.balancerdeployer.web.ProblemType;
import dev.balancerdeployer.web.TextRules;
import dev.balancerdeployer.web.Waits;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Leases for other programs, such as the watcher's cluster lock (API.md section 3). */
@RestController
@RequestMapping("/api/v1/leases")
@Tag(name = "Leases", description = "Locks that other programs take, each held by one owner")
class LeasesController {

    private static final Duration DEFAULT_TTL = Duration.ofSeconds(30);

    private final ProgramLeases leases;
    private final Waits waits;

    LeasesController(ProgramLeases leases, Waits waits) {
        this.leases = leases;
        this.waits = waits;
    }

    /**
     * Body of a request for a lease.
     *
     * @param ttl 1 s to 2 h; 30 s if absent
     * @param patience {@code wait}, 0 to 60 s; 0 if absent
     */
    @Schema(
            name = "LeaseRequest",
            example =
                    """
                    {"name": "market-watcher-sas", "owner": "lb1.sas/4711/9f2c", "ttl": "30s",
                     "wait": "0s"}
                    """)
    record Request(
            String name,
            String owner,
            @Nullable Duration ttl,
            @JsonProperty("wait") @Nullable Duration patience) {}

    /** Body of a renewal. */
    @Schema(name = "LeaseRenewal", example = "{\"ttl\": \"2m\"}")
    record Renewal(@Nullable Duration ttl) {}

    /** Body of a break. */
    @Schema(name = "LeaseBreak", example = "{\"reason\": \"the holder's host is gone\"}")
    record Break(String reason) {}

    /** A lease as its owner sees it. */
    @Schema(name = "LeaseGranted")
    record Granted(String leaseId, String name, String owner, long fence, Instant expiresAt) {

        static Granted of(String leaseId, ProgramLease lease) {
            return new Granted(
                    leaseId, lease.name(), lease.owner(), lease.fence(), lease.expiresAt());
        }
    }

    /** A lease as everybody sees it. */
    @Schema(name = "Lease")
    record Body(String name, String owner, long fence, Instant since, Instant expiresAt) {

        static Body of(ProgramLease lease) {
            return new Body(
                    lease.name(), lease.owner(), lease.fence(), lease.since(), lease.expiresAt());
        }
    }

    @GetMapping
    @Operation(summary = "List the leases that are held, by name")
    PageBody<Body> list(PageRequest page) {
        return PageBody.of(leases.list(page), Body::of);
    }

    @PostMapping
    @Operation(
            summary = "Take a lease, waiting for it if told so",
            description = "201 with a new lease; 200 with the one that the owner has already.")
    @ApiResponse(responseCode = "201", description = "Granted", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "200", description = "Had it", useReturnTypeSchema = true)
    ResponseEntity<Granted> acquire(AuditTrail trail, @RequestBody Request body) throws Exception {
        trail.target("leases/" + body.name());
        var ttl = body.ttl() == null ? DEFAULT_TTL : body.ttl();
        var wait = body.patience() == null ? Duration.ZERO : body.patience();
        return switch (acquire(body, ttl, wait)) {
            case Acquired.Granted granted -> {
                if (!granted.isNew()) {
                    trail.nothingChanged();
                }
                yield ResponseEntity.status(granted.isNew() ? HttpStatus.CREATED : HttpStatus.OK)
                        .body(Granted.of(granted.leaseId(), granted.lease()));
            }
            case Acquired.Held held -> throw held(held.holder());
        };
    }

    private Acquired acquire(Request body, Duration ttl, Duration wait) throws Exception {
        try {
            return waits.during(() -> leases.acquire(body.name(), body.owner(), ttl, wait));
        } catch (InterruptedException _) {
            throw ProblemException.of(
                    ProblemType.STOPPING, "the wait for the lease was ended; ask again elsewhere");
        }
    }

    @PostMapping("/{lease_id}/renew")
    @Operation(summary = "Extend a lease; it is never shortened")
    Granted renew(
            @PathVariable("lease_id") String leaseId,
            @RequestBody(required = false) @Nullable Renewal body) {
        return leases.renew(leaseId, body == null ? null : body.ttl())
                .map(lease -> Granted.of(leaseId, lease))
                .orElseThrow(() ->
                        ProblemException.of(
                                ProblemType.LEASE_LOST,
                                "the lease has ended, was broken or never was"));
    }

    @DeleteMapping("/{lease_id}")
    @Operation(summary = "Give a lease back; of a lost one nothing changes")
    @ApiResponse(responseCode = "204", description = "Given back")
    ResponseEntity<Void> release(@PathVariable("lease_id") String leaseId, AuditTrail trail) {
        if (!leases.release(leaseId)) {
            trail.nothingChanged();
        }
        return ResponseEntity.noContent().build();
    }

    @PostMapping("/{name}/break")
    @Operation(summary = "Take a lease from its holder; nothing is granted for 2 s after it")
    Body breakLease(@PathVariable String name, AuditTrail trail, @RequestBody Break body) {
        trail.reason(TextRules.requiredRemark("reason", body.reason()));
        return leases.breakLease(name)
                .map(Body::of)
                .orElseThrow(() -> ProblemException.notFound("lease " + name + " that is held"));
    }

    private static ProblemException held(@Nullable String holder) {
        return ProblemException.of(
                        ProblemType.LEASE_HELD,
                        holder == null ? "ask again in a moment" : "held by " + holder)
                .with("holder", holder);
    }
}
