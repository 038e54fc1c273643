package dev.balancerdeployer.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.WholeApplication;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** The description of the whole application (SPEC O6). */
class OpenApiTest {

    @TempDir static Path data;

    private static ConfigurableApplicationContext application;
    private static Wire wire;
    private static JsonNode api;

    @BeforeAll
    static void start() {
        application = WholeApplication.start("--server.port=0", "--deployer.data-dir=" + data);
        var port = application.getEnvironment().getRequiredProperty("local.server.port");
        wire = new Wire(Integer.parseInt(port));
        api = wire.get("/v3/api-docs").json();
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @Test
    void describesEveryMappingWithASummary() {
        var described = new TreeSet<String>();
        for (var path : api.path("paths").properties()) {
            for (var operation : path.getValue().properties()) {
                described.add(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey());
                assertThat(operation.getValue().path("summary").asString(""))
                        .as(path.getKey() + " " + operation.getKey())
                        .isNotBlank();
            }
        }
        var expected = ours();
        expected.add("GET /v1/its/values/{path}/history");

        assertThat(api.path("openapi").asString()).startsWith("3.1");
        assertThat(described).containsExactlyElementsOf(expected);
    }

    @Test
    void givesAnExampleForEachBodyThatTheServerAccepts() {
        var bodies = 0;
        for (var path : api.path("paths").properties()) {
            for (var operation : path.getValue().properties()) {
                var content = operation.getValue().path("requestBody").path("content");
                for (var media : content.properties()) {
                    bodies++;
                    assertThat(media.getValue().has("example"))
                            .as(path.getKey() + " " + operation.getKey())
                            .isTrue();
                    var example = media.getValue().path("example");
                    accepts(operation.getKey(), path.getKey(), media.getKey(), example);
                }
            }
        }
        assertThat(bodies).isGreaterThan(4);
    }

    /** Whatever else may be wrong with the request, its body is not. */
    private void accepts(String method, String path, String type, JsonNode example) {
        var answer =
                wire.send(
                        method.toUpperCase(Locale.ROOT),
                        path.replaceAll("\\{[a-z_]+}", "openapi"),
                        example.isString() ? example.asString() : example.toString(),
                        "Content-Type: " + type,
                        "If-None-Match: *");

        assertThat(answer.status()).as(path + " " + answer.body()).isNotIn(400, 413, 415, 500);
    }

    @Test
    void namesFieldsAsOnTheWire() {
        var run = api.path("components").path("schemas").path("Run").path("properties");

        assertThat(run.has("run_id")).isTrue();
        assertThat(run.has("runId")).isFalse();
        assertThat(wire.get("/swagger-ui/index.html").status()).isEqualTo(200);
    }

    @Test
    void knowsWhatEveryChangeIsAbout() {
        var unknown = new HashSet<String>();
        for (var mapping : ours()) {
            var parts = mapping.split(" ", 2);
            if (!parts[0].equals("GET")
                    && !AuditSubject.knows(parts[0], parts[1].replaceAll("[{}]", ""))) {
                unknown.add(mapping);
            }
        }
        assertThat(unknown).isEmpty();
    }

    private static Set<String> ours() {
        var ours = new TreeSet<String>();
        application
                .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .forEach((mapping, method) -> {
                    if (method.getBeanType().getName().startsWith("dev.balancerdeployer.")
                            && method.getBeanType() != ContainerErrors.class) {
                        for (var path : mapping.getPatternValues()) {
                            for (var verb : mapping.getMethodsCondition().getMethods()) {
                                ours.add(verb + " " + path.replace("{*", "{"));
                            }
                        }
                    }
                });
        return ours;
    }
}
