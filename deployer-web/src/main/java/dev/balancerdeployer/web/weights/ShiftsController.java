package dev.balancerdeployer.web.weights;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.web.AuditTrail;
import dev.balancerdeployer.web.IdempotencyHeader;
import dev.balancerdeployer.web.OptionalPrecondition;
import dev.balancerdeployer.web.PageBody;
import dev.balancerdeployer.web.TextRules;
import dev.balancerdeployer.weights.Answer;
import dev.balancerdeployer.weights.Change;
import dev.balancerdeployer.weights.ConfigId;
import dev.balancerdeployer.weights.Refusal;
import dev.balancerdeployer.weights.ShiftId;
import dev.balancerdeployer.weights.WeightQueries;
import dev.balancerdeployer.weights.Why;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Drains that end by themselves (SPEC W8). */
@RestController
@RequestMapping("/v2/l7/heavy/{config_id}/shifts")
@Tag(name = "L7 shifts", description = "Drains that lie over the values and end by themselves")
class ShiftsController {

    private final WeightQueries queries;
    private final Changing changing;

    ShiftsController(WeightQueries queries, Changing changing) {
        this.queries = queries;
        this.changing = changing;
    }

    @GetMapping
    @Operation(summary = "List the shifts, newest first: active, and those that ended in 30 days")
    PageBody<ShiftBody> list(@PathVariable("config_id") ConfigId config, PageRequest page) {
        return PageBody.of(
                queries.shifts(config, page)
                        .orElseThrow(() -> WeightProblems.unknownConfig(config)),
                ShiftBody::of);
    }

    @GetMapping("/{shift_id}")
    @Operation(summary = "Read a shift")
    ShiftBody get(
            @PathVariable("config_id") ConfigId config, @PathVariable("shift_id") ShiftId shift) {
        return queries.shift(config, shift)
                .map(ShiftBody::of)
                .orElseThrow(() ->
                        WeightProblems.of(
                                config,
                                queries.config(config).isEmpty()
                                        ? new Refusal.UnknownConfig()
                                        : new Refusal.UnknownShift()));
    }

    @PostMapping
    @Operation(
            summary = "Take locations to 0 for a while",
            description = "Refused if a component would have no location left. Ends by itself.")
    @ApiResponse(responseCode = "201", description = "It is in force", useReturnTypeSchema = true)
    ResponseEntity<ShiftBody> start(
            @PathVariable("config_id") ConfigId config,
            OptionalPrecondition precondition,
            IdempotencyHeader key,
            Actor actor,
            AuditTrail trail,
            @RequestBody ShiftRequest body) {
        TextRules.requiredRemark("reason", body.reason());
        var why = Overrides.read(actor, "reason", body.reason(), body.override(), trail);
        var with = new Changing.Circumstances(config, why, precondition, key, trail);
        var shift = changing.make(body.toDomain(), with, body, Answer.Shifted.class).shift();
        var location = "/v2/l7/heavy/%s/shifts/%s/".formatted(config, shift.id());
        return ResponseEntity.created(URI.create(location)).body(ShiftBody.of(shift));
    }

    @PatchMapping("/{shift_id}")
    @Operation(summary = "Let a shift end later or sooner, counted from now")
    ShiftBody extend(
            @PathVariable("config_id") ConfigId config,
            @PathVariable("shift_id") ShiftId shift,
            OptionalPrecondition precondition,
            IdempotencyHeader key,
            Actor actor,
            AuditTrail trail,
            @RequestBody ShiftPatch body) {
        var with =
                new Changing.Circumstances(config, Why.of(actor, null), precondition, key, trail);
        var change = new Change.ExtendShift(shift, body.expiresIn());
        return ShiftBody.of(changing.make(change, with, body, Answer.Shifted.class).shift());
    }

    @DeleteMapping("/{shift_id}")
    @Operation(summary = "End a shift now")
    @ApiResponse(responseCode = "204", description = "It is over")
    ResponseEntity<Void> cancel(
            @PathVariable("config_id") ConfigId config,
            @PathVariable("shift_id") ShiftId shift,
            OptionalPrecondition precondition,
            IdempotencyHeader key,
            Actor actor,
            AuditTrail trail,
            @RequestParam(required = false) @Nullable String reason) {
        var remark = TextRules.remark("reason", reason);
        trail.reason(remark);
        var with =
                new Changing.Circumstances(config, Why.of(actor, remark), precondition, key, trail);
        changing.make(new Change.CancelShift(shift), with, null, Answer.Shifted.class);
        return ResponseEntity.noContent().build();
    }
}
