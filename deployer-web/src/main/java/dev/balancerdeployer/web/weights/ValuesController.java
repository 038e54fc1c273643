package dev.balancerdeployer.web.weights;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.web.AuditTrail;
import dev.balancerdeployer.web.Etags;
import dev.balancerdeployer.web.IdempotencyHeader;
import dev.balancerdeployer.web.IfMatch;
import dev.balancerdeployer.web.OptionalPrecondition;
import dev.balancerdeployer.web.PageBody;
import dev.balancerdeployer.web.Precondition;
import dev.balancerdeployer.web.ProblemException;
import dev.balancerdeployer.web.Rfc3339;
import dev.balancerdeployer.weights.Answer;
import dev.balancerdeployer.weights.Change;
import dev.balancerdeployer.weights.ConfigId;
import dev.balancerdeployer.weights.Snapshot;
import dev.balancerdeployer.weights.WeightQueries;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The values of a config: the step, its single-attempt form, reverts, history (SPEC W2 to W10). */
@RestController
@RequestMapping("/v2/l7/heavy/{config_id}/weights")
@Tag(name = "L7 weights", description = "Which share of the traffic goes to which location")
class ValuesController {

    private final WeightQueries queries;
    private final Changing changing;

    ValuesController(WeightQueries queries, Changing changing) {
        this.queries = queries;
        this.changing = changing;
    }

    @GetMapping("/values")
    @Operation(summary = "Read the newest values, or those of a version or a time")
    ResponseEntity<ValuesBody> values(
            @PathVariable("config_id") ConfigId config,
            @Parameter(description = "The values that held then, that moment included")
                    @RequestParam(required = false)
                    @Nullable String at,
            @Parameter(description = "The values of that version") @RequestParam(required = false)
                    @Nullable String version) {
        if (at != null && version != null) {
            throw ProblemException.invalid(
                    "version", "version: sent together with at (expected: one of them)");
        }
        if (at != null) {
            var time = Rfc3339.parse("at", at);
            return answer(queries.at(config, time), config, "version as old as that time");
        }
        if (version != null) {
            return answer(queries.version(config, number(version)), config, "such version");
        }
        return answer(queries.values(config), config, "values");
    }

    @PutMapping("/values")
    @Operation(
            summary = "Change values at a version, in one attempt",
            description = "For clients that read, decide and try again themselves.")
    ResponseEntity<StepBody> put(
            @PathVariable("config_id") ConfigId config,
            IfMatch ifMatch,
            IdempotencyHeader key,
            Actor actor,
            AuditTrail trail,
            @RequestBody ValuesPut body) {
        var why = Overrides.read(actor, "comment", body.comment(), body.override(), trail);
        var at = new OptionalPrecondition(new Precondition.AtVersion(ifMatch.version()));
        var with = new Changing.Circumstances(config, why, at, key, trail);
        var change = new Change.PutValues(WeightTables.wanted("values", body.values()));
        return stepped(changing.make(change, with, body, Answer.Stepped.class));
    }

    @PostMapping("/set")
    @Operation(
            summary = "Change values, whoever else changes them",
            description =
                    "A number is taken as it is, \"default\" is the location's default, unnamed"
                            + " locations keep their values; then each touched component is"
                            + " normalised to 100. Tried up to 10 times and 30 s; the change is"
                            + " made once.")
    ResponseEntity<StepBody> set(
            @PathVariable("config_id") ConfigId config,
            OptionalPrecondition precondition,
            IdempotencyHeader key,
            Actor actor,
            AuditTrail trail,
            @RequestBody StepRequest body) {
        var why = Overrides.read(actor, "comment", body.comment(), body.override(), trail);
        var with = new Changing.Circumstances(config, why, precondition, key, trail);
        var change = new Change.Set(WeightTables.wanted("new_weights", body.newWeights()));
        var dryRun = Boolean.TRUE.equals(body.dryRun());
        return stepped(changing.make(change, with, body, dryRun, Answer.Stepped.class));
    }

    @PostMapping("/revert")
    @Operation(
            summary = "Make the values of an earlier version again, as a new version",
            description = "Locations that are gone are left out, new ones have 0; shifts stay.")
    ResponseEntity<StepBody> revert(
            @PathVariable("config_id") ConfigId config,
            OptionalPrecondition precondition,
            IdempotencyHeader key,
            Actor actor,
            AuditTrail trail,
            @RequestBody RevertRequest body) {
        var why = Overrides.read(actor, "comment", body.comment(), body.override(), trail);
        var with = new Changing.Circumstances(config, why, precondition, key, trail);
        return stepped(changing.make(body.toDomain(), with, body, Answer.Stepped.class));
    }

    @GetMapping("/history")
    @Operation(summary = "List the versions, newest first")
    PageBody<HistoryBody> history(@PathVariable("config_id") ConfigId config, PageRequest page) {
        return PageBody.of(
                queries.history(config, page)
                        .orElseThrow(() -> WeightProblems.unknownConfig(config)),
                HistoryBody::of);
    }

    private ResponseEntity<ValuesBody> answer(
            Optional<Snapshot> found, ConfigId config, String what) {
        var snapshot =
                found.orElseThrow(() ->
                        queries.config(config).isEmpty()
                                ? WeightProblems.unknownConfig(config)
                                : ProblemException.notFound(
                                        "%s of config %s".formatted(what, config)));
        return ResponseEntity.ok().eTag(Etags.of(snapshot.version())).body(ValuesBody.of(snapshot));
    }

    private static ResponseEntity<StepBody> stepped(Answer.Stepped answer) {
        return ResponseEntity.ok().eTag(Etags.of(answer.version())).body(StepBody.of(answer));
    }

    private static long number(String version) {
        if (!version.matches("[0-9]{1,18}")) {
            throw ProblemException.invalid(
                    "version", "version: (expected: the number of a version, such as 3)");
        }
        return Long.parseLong(version);
    }
}
