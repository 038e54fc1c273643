package dev.balancerdeployer.web.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are no recipe are refused in a clean way, and change nothing (SPEC W7, S0). */
class RecipeInputRestTest extends RecipesRest {

    private static final String RECIPE = recipe(task("a", "SAS", 0));

    @AfterEach
    void nothingElseIsChanged() {
        assertThat(version("staging")).isEqualTo(1);
    }

    @Test
    void allTypesOfYamlAreTaken() {
        for (var type :
                new String[] {
                    "application/yaml",
                    "application/x-yaml",
                    "text/yaml",
                    "application/yaml; charset=utf-8",
                    "Text/YAML;charset=\"UTF-8\""
                }) {
            var answer = wire.send("POST", "/v2/recipes/run", RECIPE, "Content-Type: " + type);

            assertThat(answer.status()).as(type + answer.body()).isEqualTo(200);
        }
    }

    @Test
    void otherTypesAreRefused() {
        for (var type :
                new String[] {
                    "application/json",
                    "text/plain",
                    "application/yaml; charset=utf-16",
                    "application/x-www-form-urlencoded",
                    "application/*",
                    "yaml"
                }) {
            assertProblem(
                    wire.send("POST", "/v2/recipes/run", RECIPE, "Content-Type: " + type),
                    415,
                    "unsupported-media-type",
                    "Content-Type");
        }
        assertProblem(
                wire.send("POST", "/v2/recipes/run", RECIPE),
                415,
                "unsupported-media-type",
                "Content-Type");
        assertProblem(
                run(RECIPE, "Content-Encoding: gzip"),
                415,
                "unsupported-media-type",
                "Content-Encoding");
        assertThat(version("production")).isEqualTo(1);
    }

    @Test
    void aBodyHasAtMostOneMebibyte() {
        var filler = "#" + "x".repeat(1024 * 1024 - RECIPE.length() - 2) + "\n";

        assertThat(run(filler + RECIPE).status()).isEqualTo(200);
        assertProblem(run(filler + RECIPE + "\n"), 413, "too-large", "body");
        assertProblem(run("x".repeat(20_000_000)), 413, "too-large", "body");
        assertProblem(run("x".repeat(50_000_000)), 413, "too-large", "body");
        var chunked =
                head("Transfer-Encoding: chunked")
                        + "200000\r\n%s\r\n0\r\n\r\n".formatted("x".repeat(0x200000));
        assertProblem(wire.raw(chunked.getBytes(StandardCharsets.UTF_8)), 413, "too-large", "body");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "{",
                "tasks: \u0000",
                "a: &a [x]\nb: *a",
                "tasks: {a: {}, a: {}}",
                "--- \n---\n",
                "\t"
            })
    void aBodyThatIsNoneIsRefused(String body) {
        var refused = run(body == null ? "" : body);

        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        assertThat(refused.text("type")).isEqualTo("/problems/invalid-request");
        assertThat(refused.text("place")).isNotEmpty();
        assertThat(refused.body()).doesNotContain("snakeyaml", "Exception", "found character");
        assertThat(version("production")).isEqualTo(1);
    }

    @Test
    void whatIsNotUtf8IsRefused() {
        assertProblem(
                wire.raw(
                        (head("Content-Length: 4") + "a: \u00e9")
                                .getBytes(StandardCharsets.ISO_8859_1)),
                400,
                "invalid-request",
                "body");
    }

    private static String head(String header) {
        return String.join(
                "\r\n",
                "POST /v2/recipes/run HTTP/1.1",
                "Host: localhost",
                "Content-Type: text/yaml",
                "Connection: close",
                header,
                "\r\n");
    }

    @Test
    void aMillionBracesAreRefused() {
        assertProblem(run("{".repeat(1_000_000)), 400, "invalid-request", "body");
    }

    @Test
    void theDescriptionOfTheApiHasARecipeThatRunsAsItStands() {
        var operation =
                wire.get("/v3/api-docs").json().path("paths").path("/v2/recipes/run").path("post");
        var example =
                operation
                        .path("requestBody")
                        .path("content")
                        .path("application/yaml")
                        .path("example");

        assertThat(operation.toString()).doesNotContain("YamlBody");
        var answer = run(example.asString(""));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(version("production")).isEqualTo(2);
    }
}
