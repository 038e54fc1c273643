package dev.balancerdeployer.web.delivery;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.delivery.Pushes;
import dev.balancerdeployer.delivery.Pushes.Taken;
import dev.balancerdeployer.web.AuditTrail;
import dev.balancerdeployer.web.ProblemException;
import dev.balancerdeployer.web.ProblemType;
import dev.balancerdeployer.web.RawBody;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/**
 * The hook that Git servers call after a push (SPEC D6): GitHub's JSON, of which {@code ref},
 * {@code deleted} and {@code pusher.name} are read and the rest is allowed.
 */
@RestController
@RequestMapping("/api/v1/hooks/git")
@Tag(name = "Delivery")
class GitHookController {

    private static final Pattern DELIVERY = Pattern.compile("[!-~]{1,200}");

    private final Pushes pushes;
    private final HookProperties settings;

    GitHookController(Pushes pushes, HookProperties settings) {
        this.pushes = pushes;
        this.settings = settings;
    }

    /** Answer to a push that asks for nothing. */
    @Schema(name = "PushIgnored")
    record Ignored(String ignored) {}

    @PostMapping
    @Operation(
            summary = "Take news of a push, as GitHub sends it",
            description =
                    "Signed with deployer.git.hook-secret (X-Hub-Signature-256). A push to the"
                            + " delivered branch is a request to deploy; others, and deliveries"
                            + " (X-GitHub-Delivery) seen within 24 h, are ignored.")
    @ApiResponse(
            responseCode = "202",
            description = "Accepted; its run takes it up",
            content =
                    @Content(
                            schema =
                                    @Schema(implementation = DeploymentsController.Accepted.class)))
    @ApiResponse(
            responseCode = "200",
            description = "Ignored",
            content = @Content(schema = @Schema(implementation = Ignored.class)))
    ResponseEntity<?> push(
            Actor actor,
            AuditTrail trail,
            @RequestHeader(name = "X-Hub-Signature-256", required = false)
                    @Nullable String signature,
            @RequestHeader(name = "X-GitHub-Delivery", required = false) @Nullable String delivery,
            @RequestHeader(name = "X-GitHub-Event", required = false) @Nullable String event,
            RawBody body) {
        var secret = settings.hookSecret();
        if (secret == null) {
            throw ProblemException.notFound("hook: deployer.git.hook-secret is not set");
        }
        if (!PushSignature.fits(secret, body.bytes(), signature)) {
            throw ProblemException.of(
                            ProblemType.BAD_SIGNATURE,
                            "the signature does not fit the body and the secret")
                    .at("X-Hub-Signature-256");
        }
        if (delivery != null && !DELIVERY.matcher(delivery).matches()) {
            throw ProblemException.invalid(
                    "X-GitHub-Delivery",
                    "X-GitHub-Delivery: (expected: 1..200 printable characters)");
        }
        var push = parse(body);
        if (event != null && !event.equals("push")) {
            return ignored(trail, "the event is not a push");
        }
        var ref = text(push.path("ref"));
        if (ref == null) {
            throw ProblemException.invalid("ref", "ref: (expected: such as refs/heads/main)");
        }
        if (push.path("deleted").asBoolean(false)) {
            return ignored(trail, "the branch was deleted");
        }
        return switch (pushes.take(ref, delivery, pusher(push, actor))) {
            case Taken.Ignored(var reason) -> ignored(trail, reason);
            case Taken.Accepted(var request) -> {
                var id = request.deployment().id();
                trail.target("deployments/" + id);
                yield ResponseEntity.accepted()
                        .location(URI.create("/api/v1/deployments/" + id))
                        .body(
                                new DeploymentsController.Accepted(
                                        id.value(), request.run().value()));
            }
        };
    }

    private static ResponseEntity<Ignored> ignored(AuditTrail trail, String reason) {
        trail.nothingChanged();
        return ResponseEntity.ok(new Ignored(reason));
    }

    private static JsonNode parse(RawBody body) {
        var push = body.read(JsonNode.class);
        if (push.isObject()) {
            return push;
        }
        throw ProblemException.invalid("body", "body: (expected: the JSON of a push)");
    }

    /** Who pushed, as the signed body says; else who calls. */
    private static Actor pusher(JsonNode push, Actor caller) {
        var name = text(push.path("pusher").path("name"));
        return name == null || !name.matches("[\\p{L}\\p{N} ._@+-]{1,100}")
                ? caller
                : new Actor(name, caller.address());
    }

    private static @Nullable String text(JsonNode node) {
        return node.isString()
                        && !node.stringValue().isBlank()
                        && node.stringValue().length() <= 300
                ? node.stringValue()
                : null;
    }
}
