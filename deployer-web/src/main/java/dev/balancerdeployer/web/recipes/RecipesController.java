package dev.balancerdeployer.web.recipes;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.web.AuditTrail;
import dev.balancerdeployer.web.IdempotencyHeader;
import dev.balancerdeployer.web.ProblemException;
import dev.balancerdeployer.web.YamlBody;
import dev.balancerdeployer.weights.ConfigId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Runs the recipes of pipelines (SPEC W7). */
@RestController
@RequestMapping("/v2/recipes")
@Tag(name = "L7 weights")
class RecipesController {

    private static final String EXAMPLE =
            """
            description: Take search and images out of SAS
            tasks:
              drain:
                type: set_l7_balancer_weights
                new_weights:
                  search:
                    SAS: 0
                  images:
                    SAS: 0
            """;

    private final RecipeRunner runner;
    private final ConfigId defaultConfig;

    RecipesController(RecipeRunner runner, RecipeProperties settings) {
        this.runner = runner;
        this.defaultConfig = new ConfigId(settings.defaultConfig());
    }

    @PostMapping("/run")
    @Operation(
            summary = "Run the tasks of a recipe in their order",
            description =
                    "YAML 1.2, as application/yaml, application/x-yaml or text/yaml. Each task is"
                            + " a step of its own. If one fails, the rest is not run, and the"
                            + " problem has the results of all. A mistake in the recipe refuses it"
                            + " before any task.",
            requestBody =
                    @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = "application/yaml",
                                            schema = @Schema(type = "string", example = EXAMPLE))))
    RecipeBody run(
            Actor actor,
            IdempotencyHeader key,
            AuditTrail trail,
            @Parameter(hidden = true) @RequestHeader(name = HttpHeaders.IF_MATCH, required = false)
                    @Nullable String precondition,
            @Parameter(
                            description =
                                    "true: show what would become of each task, and change nothing")
                    @RequestParam(name = "dry_run", required = false)
                    @Nullable String dryRun,
            YamlBody body) {
        if (precondition != null) {
            throw ProblemException.invalid(
                    HttpHeaders.IF_MATCH,
                    "If-Match: a recipe has no version (expected: to be left out)");
        }
        var dry = isDry(dryRun);
        var recipe = RecipeReader.read(YamlTree.read(body.text()), defaultConfig);
        var with = new RecipeRunner.Circumstances(actor, key, dry, trail);
        return new RecipeBody(recipe.description(), runner.run(recipe, with));
    }

    private static boolean isDry(@Nullable String dryRun) {
        return switch (dryRun) {
            case null -> false;
            case "false" -> false;
            case "true" -> true;
            default ->
                    throw ProblemException.invalid("dry_run", "dry_run: (expected: true or false)");
        };
    }
}
