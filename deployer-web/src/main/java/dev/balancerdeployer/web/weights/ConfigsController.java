package dev.balancerdeployer.web.weights;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.web.AuditTrail;
import dev.balancerdeployer.web.Etags;
import dev.balancerdeployer.web.IdempotencyHeader;
import dev.balancerdeployer.web.OptionalPrecondition;
import dev.balancerdeployer.web.PageBody;
import dev.balancerdeployer.weights.Answer;
import dev.balancerdeployer.weights.ConfigId;
import dev.balancerdeployer.weights.WeightQueries;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Configs of L7 weights (SPEC W1). */
@RestController
@RequestMapping("/v2/l7/heavy")
@Tag(name = "L7 configs", description = "Components, locations, defaults and safety rules")
class ConfigsController {

    private final WeightQueries queries;
    private final Changing changing;

    ConfigsController(WeightQueries queries, Changing changing) {
        this.queries = queries;
        this.changing = changing;
    }

    /** A config in the list. */
    @Schema(name = "WeightsConfigItem")
    record Item(String configId, long version) {}

    @GetMapping
    @Operation(summary = "List the configs, by name")
    PageBody<Item> list(PageRequest page) {
        return PageBody.of(queries.configs(page), it -> new Item(it.id().value(), it.version()));
    }

    @GetMapping("/{config_id}")
    @Operation(summary = "Read a config")
    ResponseEntity<ConfigBody> get(@PathVariable("config_id") ConfigId config) {
        var found = queries.config(config).orElseThrow(() -> WeightProblems.unknownConfig(config));
        return ResponseEntity.ok()
                .eTag(Etags.of(found.version()))
                .body(ConfigBody.of(config, found.version(), found.defaults(), found.safety()));
    }

    @PutMapping("/{config_id}")
    @Operation(
            summary = "Create a config, or replace it (If-Match)",
            description =
                    "A new one has its normalised defaults as values. Later what stays keeps its"
                            + " values, a new location has 0, a new component its normalised"
                            + " defaults, and what is removed goes.")
    @ApiResponse(responseCode = "200", description = "Replaced", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "201", description = "Created", useReturnTypeSchema = true)
    ResponseEntity<ConfigBody> put(
            @PathVariable("config_id") ConfigId config,
            OptionalPrecondition precondition,
            IdempotencyHeader key,
            Actor actor,
            AuditTrail trail,
            @RequestBody ConfigPut body) {
        var why = Overrides.read(actor, "comment", body.comment(), body.override(), trail);
        var with = new Changing.Circumstances(config, why, precondition, key, trail);
        var saved = changing.make(body.toDomain(), with, body, Answer.Saved.class);
        return ResponseEntity.status(saved.created() ? HttpStatus.CREATED : HttpStatus.OK)
                .eTag(Etags.of(saved.version()))
                .body(ConfigBody.of(config, saved.version(), saved.defaults(), saved.safety()));
    }
}
