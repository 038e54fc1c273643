package dev.balancerdeployer.web.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.coordination.Audit;
import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.web.WebSlice.BreakableAudit;
import dev.balancerdeployer.web.Wire;
import dev.balancerdeployer.weights.WeightsOnFakes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;

/** Calls of recipes, with {@code production} and {@code staging} as they are before each test. */
@SpringBootTest(
        classes = RecipesSlice.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "server.address=127.0.0.1",
            "management.endpoint.health.validate-group-membership=false",
            "logging.level.dev.balancerdeployer.web.ProblemHandler=off"
        })
@DirtiesContext(classMode = DirtiesContext.ClassMode.AFTER_CLASS)
abstract class RecipesRest {

    private static final String ROW =
            """
            {"SAS": {"default": 25}, "MSK": {"default": 25},
             "MAN": {"default": 25}, "VLA": {"default": 25}}\
            """;

    @LocalServerPort int port;
    @Autowired WeightsOnFakes weights;
    @Autowired BreakableAudit audit;
    Wire wire;

    private final Map<String, Integer> first = new HashMap<>();
    private int recordedBefore;

    @BeforeEach
    void configsAsTheyWere() {
        wire = new Wire(port);
        for (var name : List.of("production", "staging")) {
            var config = "/v2/l7/heavy/" + name;
            if (wire.get(config).status() == 404) {
                var body =
                        "{\"components\": {\"search\": %1$s, \"video\": %1$s, \"images\": %1$s}}"
                                .formatted(ROW);
                assertThat(wire.json("PUT", config, body).status()).isEqualTo(201);
            }
            wire.json("POST", config + "/weights/revert/", "{\"version\": 1}");
            first.put(name, version(name) - 1);
        }
        recordedBefore = recorded().size();
    }

    /** A task that gives one location of search a weight. */
    static String task(String name, String location, Object weight, String... more) {
        return """
          %s:
            type: set_l7_balancer_weights
            new_weights: {search: {%s: %s}}
        %s\
        """
                .formatted(
                        name,
                        location,
                        weight,
                        String.join(
                                "", List.of(more).stream().map("    %s\n"::formatted).toList()));
    }

    static String recipe(String... tasks) {
        return "description: test\ntasks:\n" + String.join("", tasks);
    }

    Wire.Answer run(String recipe, String... headers) {
        return runAt("/v2/recipes/run", recipe, headers);
    }

    Wire.Answer runAt(String path, String recipe, String... headers) {
        var all = new ArrayList<>(List.of(headers));
        all.add("Content-Type: application/yaml");
        return wire.send("POST", path, recipe, all.toArray(String[]::new));
    }

    /** The values of a component, as SAS/MSK/MAN/VLA. */
    String values(String config, String component) {
        var row =
                wire.get("/v2/l7/heavy/" + config + "/weights/values/")
                        .json()
                        .path("values")
                        .path(component);
        return "%s/%s/%s/%s"
                .formatted(row.get("SAS"), row.get("MSK"), row.get("MAN"), row.get("VLA"));
    }

    String search() {
        return values("production", "search");
    }

    /** The version, if it had been 1 before the test. */
    int version(String config) {
        return sinceFirst(
                config,
                wire.get("/v2/l7/heavy/" + config + "/weights/values/")
                        .json()
                        .path("version")
                        .asInt());
    }

    int sinceFirst(String config, long version) {
        return (int) version - first.getOrDefault(config, 0);
    }

    /** As {@code name STATUS}. */
    static List<String> results(Wire.Answer answer) {
        return StreamSupport.stream(answer.json().path("results").spliterator(), false)
                .map(it -> it.path("task").asString() + " " + it.path("status").asString())
                .toList();
    }

    static void assertProblem(Wire.Answer answer, int status, String type, String place) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.text("type")).isEqualTo("/problems/" + type);
        assertThat(answer.text("place")).isEqualTo(place);
    }

    /** What is recorded since the test began, newest first. */
    List<Audit.Entry> audited() {
        var all = recorded();
        return all.subList(0, all.size() - recordedBefore);
    }

    private List<Audit.Entry> recorded() {
        return audit.find(Audit.Filter.any(), PageRequest.first(500)).items().stream()
                .map(Audit.Recorded::entry)
                .filter(it -> !it.action().equals("L7_CONFIG_PUT"))
                .toList();
    }
}
