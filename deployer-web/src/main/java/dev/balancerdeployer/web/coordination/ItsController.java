package dev.balancerdeployer.web.coordination;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.ItsPath;
import dev.balancerdeployer.coordination.ItsValue;
import dev.balancerdeployer.coordination.ItsValues;
import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.web.AuditTrail;
import dev.balancerdeployer.web.Etags;
import dev.balancerdeployer.web.IfMatch;
import dev.balancerdeployer.web.PageBody;
import dev.balancerdeployer.web.Precondition;
import dev.balancerdeployer.web.ProblemException;
import dev.balancerdeployer.web.ProblemType;
import dev.balancerdeployer.web.TextRules;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Versioned run-time settings (SPEC C4, API.md section 3). */
@RestController
@RequestMapping("/v1/its/values")
@Tag(name = "ITS values", description = "Versioned run-time settings, the kill switch among them")
class ItsController {

    private static final int MAX_BYTES = 64 * 1024;

    private final ItsValues values;
    private final JsonMapper json;

    ItsController(ItsValues values, JsonMapper json) {
        this.values = values;
        this.json = json;
    }

    /** Body of a PUT. */
    @Schema(
            name = "ItsPut",
            example =
                    """
                    {"value": {"enabled": true, "closed_locations": [], "reason": ""},
                     "comment": "open for delivery again"}
                    """)
    record Put(JsonNode value, @Nullable String comment) {}

    /** A value on the wire. */
    @Schema(name = "ItsValue")
    record Body(
            String path,
            @JsonRawValue @Schema(implementation = Object.class) String value,
            long version,
            String author,
            @Nullable String comment,
            Instant updatedAt,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean deleted) {

        static Body of(ItsValue value) {
            return new Body(
                    value.path().value(),
                    value.json(),
                    value.version(),
                    value.author(),
                    value.comment(),
                    value.updatedAt(),
                    value.deleted() ? Boolean.TRUE : null);
        }
    }

    @GetMapping("/{*path}")
    @Operation(summary = "Read a value")
    @ApiResponse(
            responseCode = "200",
            description = "The value",
            content = @Content(schema = @Schema(implementation = Body.class)))
    ResponseEntity<?> get(@PathVariable ValuePath path, PageRequest page) {
        if (path.history()) {
            var history = values.history(path.path(), page).orElseThrow(() -> missing(path.path()));
            return ResponseEntity.ok(PageBody.of(history, Body::of));
        }
        var value = values.find(path.path()).orElseThrow(() -> missing(path.path()));
        return ResponseEntity.ok().eTag(Etags.of(value.version())).body(Body.of(value));
    }

    @PutMapping("/{*path}")
    @Operation(summary = "Create a value (If-None-Match: *) or replace it (If-Match)")
    @ApiResponse(responseCode = "200", description = "Replaced", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "201", description = "Created", useReturnTypeSchema = true)
    ResponseEntity<Body> put(
            @PathVariable ValuePath.Writable path,
            Precondition precondition,
            Actor actor,
            AuditTrail trail,
            @RequestBody Put body) {
        var comment = TextRules.remark("comment", body.comment());
        trail.reason(comment);
        var text = json.writeValueAsString(body.value());
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw ProblemException.of(ProblemType.TOO_LARGE, "the value is larger than 64 KiB")
                    .at("value");
        }
        return switch (precondition) {
            case Precondition.Absent _ ->
                    saved(
                            HttpStatus.CREATED,
                            path.path(),
                            values.create(path.path(), text, actor, comment));
            case Precondition.AtVersion at ->
                    saved(
                            HttpStatus.OK,
                            path.path(),
                            values.replace(path.path(), at.version(), text, actor, comment));
        };
    }

    @DeleteMapping("/{*path}")
    @Operation(summary = "Delete a value; its history stays and its version goes on growing")
    @ApiResponse(responseCode = "204", description = "Deleted")
    ResponseEntity<Void> delete(
            @PathVariable ValuePath.Writable path,
            IfMatch ifMatch,
            Actor actor,
            AuditTrail trail,
            @RequestParam(name = "comment", required = false) @Nullable String comment) {
        var remark = TextRules.remark("comment", comment);
        trail.reason(remark);
        var tombstone =
                settled(path.path(), values.delete(path.path(), ifMatch.version(), actor, remark));
        trail.after(tombstone.version());
        return ResponseEntity.noContent().build();
    }

    private static ResponseEntity<Body> saved(
            HttpStatus status, ItsPath path, ItsValues.Outcome outcome) {
        var value = settled(path, outcome);
        return ResponseEntity.status(status).eTag(Etags.of(value.version())).body(Body.of(value));
    }

    private static ItsValue settled(ItsPath path, ItsValues.Outcome outcome) {
        return switch (outcome) {
            case ItsValues.Outcome.Saved saved -> saved.value();
            case ItsValues.Outcome.Stale stale -> throw ProblemException.stale(stale.current());
            case ItsValues.Outcome.Exists exists ->
                    throw ProblemException.of(
                                    ProblemType.ALREADY_EXISTS,
                                    "there is a value at " + path.value() + " already")
                            .with("current_version", exists.current());
            case ItsValues.Outcome.Missing _ -> throw missing(path);
        };
    }

    private static ProblemException missing(ItsPath path) {
        return ProblemException.notFound("value at " + path.value());
    }
}
