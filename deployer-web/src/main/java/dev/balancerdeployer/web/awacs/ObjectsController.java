package dev.balancerdeployer.web.awacs;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.registry.Registry;
import dev.balancerdeployer.delivery.registry.Registry.ObjectEdit;
import dev.balancerdeployer.web.AuditTrail;
import dev.balancerdeployer.web.Etags;
import dev.balancerdeployer.web.IfMatch;
import dev.balancerdeployer.web.ProblemException;
import dev.balancerdeployer.web.TextBody;
import dev.balancerdeployer.web.TextRules;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Single objects of a namespace, as people edit them (SPEC D5). */
@RestController
@RequestMapping("/awacs/v1/namespaces/{ns}/objects")
@Tag(name = "awacs")
class ObjectsController {

    private static final MediaType TEXT =
            new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8);

    private final Registry registry;

    ObjectsController(Registry registry) {
        this.registry = registry;
    }

    /** Exactly the bytes that were written, a byte order mark included. */
    @GetMapping("/{*path}")
    @Operation(
            summary = "Read one object's text",
            description = "ETag is the namespace's version, from which a change can be made.")
    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = "text/plain;charset=UTF-8",
                            schema = @Schema(type = "string")))
    ResponseEntity<byte[]> get(@PathVariable NamespaceId ns, @PathVariable ObjectAt path) {
        var text =
                registry.object(ns, path.path())
                        .orElseThrow(() ->
                                ProblemException.notFound(
                                        "object %s in namespace %s".formatted(path.path(), ns)));
        return ResponseEntity.ok()
                .eTag(Etags.of(text.version()))
                .contentType(TEXT)
                .body(text.text().getBytes(StandardCharsets.UTF_8));
    }

    @PutMapping("/{*path}")
    @WithSafeguardHeaders
    @Operation(summary = "Write one object's text: a new version with it replaced or added")
    ResponseEntity<WrittenBody> put(
            @PathVariable NamespaceId ns,
            @PathVariable ObjectAt path,
            IfMatch ifMatch,
            Actor actor,
            AuditTrail trail,
            HttpServletRequest request,
            @RequestParam(name = "comment", required = false) @Nullable String comment,
            TextBody body) {
        return edit(new Edit(ns, path, ifMatch, body.text(), comment), actor, trail, request);
    }

    @DeleteMapping("/{*path}")
    @WithSafeguardHeaders
    @Operation(summary = "Remove one object: a new version without it")
    ResponseEntity<WrittenBody> delete(
            @PathVariable NamespaceId ns,
            @PathVariable ObjectAt path,
            IfMatch ifMatch,
            Actor actor,
            AuditTrail trail,
            HttpServletRequest request,
            @RequestParam(name = "comment", required = false) @Nullable String comment) {
        return edit(new Edit(ns, path, ifMatch, null, comment), actor, trail, request);
    }

    private record Edit(
            NamespaceId ns,
            ObjectAt path,
            IfMatch ifMatch,
            @Nullable String text,
            @Nullable String comment) {

        ObjectEdit toDomain(@Nullable String remark) {
            return new ObjectEdit(
                    ns, ifMatch.version(), path.path(), text, remark == null ? "" : remark);
        }
    }

    private ResponseEntity<WrittenBody> edit(
            Edit edit, Actor actor, AuditTrail trail, HttpServletRequest request) {
        var remark = TextRules.remark("comment", edit.comment());
        trail.reason(remark);
        var safeguard = Safeguards.of(SafeguardHeaders.of(request));
        var outcome =
                Outcomes.sized(
                        () -> registry.edit(edit.toDomain(remark), actor, safeguard), _ -> "body");
        var done = Outcomes.recorded(edit.ns(), outcome, trail);
        return ResponseEntity.ok()
                .eTag(Etags.of(done.version()))
                .header(Outcomes.CHANGED, Boolean.toString(done.changed()))
                .body(WrittenBody.of(edit.ns(), done.version()));
    }
}
