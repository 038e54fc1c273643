package dev.balancerdeployer.web.weights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.coordination.Audit;
import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.web.Wire;
import dev.balancerdeployer.weights.WeightsOnFakes;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;

/** A config {@code p} with {@code search} 34/33/33 over SAS, MSK and MAN, and calls of its API. */
@SpringBootTest(
        classes = WeightsSlice.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "server.address=127.0.0.1",
            "management.endpoint.health.validate-group-membership=false"
        })
@DirtiesContext(classMode = DirtiesContext.ClassMode.AFTER_CLASS)
abstract class WeightsRest {

    private static int configs;

    @LocalServerPort int port;
    @Autowired WeightsOnFakes weights;
    @Autowired Audit audit;
    Wire wire;
    String path;

    /** Each test has a config of its own. */
    @BeforeEach
    void createConfig() {
        wire = new Wire(port);
        path = "/v2/l7/heavy/p" + ++configs;
        assertThat(put(config("")).status()).isEqualTo(201);
    }

    static String config(String more) {
        return """
        {"components": {"search": {"SAS": {"default": 34}, "MSK": {"default": 33},
                                   "MAN": {"default": 33}}}%s}
        """
                .formatted(more);
    }

    Wire.Answer get(String what, String... headers) {
        return wire.get(path + what, headers);
    }

    Wire.Answer put(String body, String... headers) {
        return wire.json("PUT", path, body, headers);
    }

    Wire.Answer set(String weights, String... headers) {
        return post("/weights/set/", "{\"new_weights\": %s}".formatted(weights), headers);
    }

    Wire.Answer post(String what, String body, String... headers) {
        return wire.json("POST", path + what, body, headers);
    }

    Wire.Answer shift(String body) {
        return post("/shifts/", body);
    }

    /** The values of search, as SAS/MSK/MAN. */
    String values() {
        return row(get("/weights/values/"), "values");
    }

    String effective() {
        return row(get("/weights/values/"), "effective");
    }

    static String row(Wire.Answer answer, String table) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        var row = answer.json().path(table).path("search");
        return "%s/%s/%s"
                .formatted(
                        row.path("SAS").asInt(-1),
                        row.path("MSK").asInt(-1),
                        row.path("MAN").asInt(-1));
    }

    static void assertProblem(Wire.Answer answer, int status, String type, String place) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.text("type")).isEqualTo("/problems/" + type);
        assertThat(answer.text("place")).isEqualTo(place);
    }

    /** The entries about this config, newest first, as {@code ACTION before after outcome}. */
    List<String> audited() {
        var target = "l7heavy/" + path.substring("/v2/l7/heavy/".length());
        var filter = new Audit.Filter(null, target, null, null, null);
        return audit.find(filter, PageRequest.first(50)).items().stream()
                .map(it -> it.entry())
                .map(it ->
                        "%s %s>%s %s"
                                .formatted(
                                        it.action(),
                                        it.beforeVersion(),
                                        it.afterVersion(),
                                        it.outcome()))
                .toList();
    }
}
