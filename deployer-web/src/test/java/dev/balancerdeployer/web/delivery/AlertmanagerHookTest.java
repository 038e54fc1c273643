package dev.balancerdeployer.web.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balancerdeployer.coordination.Audit;
import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.delivery.DeliveryOnFakes;
import dev.balancerdeployer.delivery.NamespaceSource;
import dev.balancerdeployer.web.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The hook for Alertmanager over HTTP (SPEC D18, O2, C9, API.md section 4). */
@SpringBootTest(
        classes = DeliveryRestTest.Slice.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "server.address=127.0.0.1",
            "deployer.alertmanager.token=" + AlertmanagerHookTest.TOKEN,
            "management.endpoint.health.validate-group-membership=false"
        })
@ExtendWith(OutputCaptureExtension.class)
class AlertmanagerHookTest {

    static final String TOKEN = "s3cret-of-the-hook";

    private static final String HOOK = "/api/v1/hooks/alertmanager";
    private static final String BEARER = "Authorization: Bearer " + TOKEN;

    @LocalServerPort int port;
    @Autowired DeliveryOnFakes world;
    @Autowired Audit audit;
    private Wire wire;

    @BeforeEach
    void connect() {
        wire = new Wire(port);
    }

    @Test
    void alertmanagersOwnPayloadStopsTheNextLocationAndItsEndLetsItGoOn() throws IOException {
        underWay("maps");

        var fired = alerts(sample("firing"));

        assertThat(fired.status()).isEqualTo(200);
        assertThat(fired.json().toString())
                .isEqualTo(
                        """
                        {"paused":[{"namespace":"maps","location":"vla"},\
                        {"namespace":"maps","location":"man"}],"lifted":[]}\
                        """);
        world.bakeAndUnpause();
        assertThat(active("maps", "vla")).isEqualTo(1);
        var rollout = wire.get("/api/v1/namespaces/maps").text("rollout_id");
        var blocker = wire.get("/api/v1/rollouts/" + rollout + "/why").json().path("blockers");
        assertThat(blocker.path(0).path("kind").asString()).isEqualTo("PAUSE");
        assertThat(blocker.path(0).path("owner").asString()).isEqualTo("alertmanager");
        assertThat(blocker.path(0).path("reason").asString())
                .contains("BalancerTooManyErrors in sas: maps in sas answers 7.2%");
        assertThat(alerts(sample("firing")).json().toString())
                .isEqualTo("{\"paused\":[],\"lifted\":[]}");

        var ended = alerts(sample("resolved"));

        assertThat(ended.json().toString())
                .isEqualTo(
                        """
                        {"paused":[],"lifted":[{"namespace":"maps","location":"vla"},\
                        {"namespace":"maps","location":"man"}]}\
                        """);
        world.bakeAndUnpause();
        assertThat(active("maps", "vla")).isEqualTo(2);
        assertThat(audited("namespaces/maps"))
                .hasSize(4)
                .allSatisfy(it -> {
                    assertThat(it.actor().name()).isEqualTo("alertmanager");
                    assertThat(it.actor().address()).isEqualTo("127.0.0.1");
                    assertThat(it.outcome()).isEqualTo(Audit.Outcome.DONE);
                });
    }

    @Test
    void nothingUnderWayIsAnEmptyAnswer() {
        assertThat(alerts(firing("nowhere")).json().toString())
                .isEqualTo("{\"paused\":[],\"lifted\":[]}");
        assertThat(alerts("{\"alerts\": []}").status()).isEqualTo(200);
        assertThat(audited("namespaces/nowhere")).isEmpty();
    }

    @Test
    void ignoresAlertsThatAreNotOfAKnownPlaceAndTakesTheOthers() {
        underWay("some");

        var answer =
                alerts(
                        """
                        {"alerts": [
                          {"status": "firing"},
                          {"status": "firing", "labels": {"alertname": "x"}},
                          {"status": "firing", "labels": {"namespace": "some",
                            "location": "moon"}, "fingerprint": "01"},
                          {"status": "firing", "labels": {"namespace": "some"}},
                          {"status": "resolved", "labels": {"namespace": "other"}}]}\
                        """);

        assertThat(answer.json().path("paused").size()).isEqualTo(2);
        assertThat(world.awacs().pauses("some", "vla")).hasSize(2).doesNotContain("alert-01");
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "Bearer",
                "Bearer ",
                "Bearer wrong",
                "Bearer s3cret-of-the-hoo",
                "Bearer s3cret-of-the-hook2",
                "Bearer S3CRET-OF-THE-HOOK",
                "Basic s3cret-of-the-hook",
                "s3cret-of-the-hook",
                "Bearer s3cret-of-the-hook, Bearer s3cret-of-the-hook"
            })
    void withoutItsTokenItRefusesBeforeItReads(
            @Nullable String authorization, CapturedOutput output) {
        var headers =
                authorization == null
                        ? new String[0]
                        : new String[] {"Authorization: " + authorization};
        var before = audited("namespaces").size();

        for (var answer :
                List.of(
                        wire.json("POST", HOOK, firing("maps"), headers),
                        wire.json("POST", HOOK, "{", headers),
                        wire.send("POST", HOOK, "x", headers))) {
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.text("type")).isEqualTo("/problems/unauthorized");
            assertThat(answer.text("place")).isEqualTo("Authorization");
            assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
            assertThat(answer.body()).doesNotContain(TOKEN);
        }
        assertThat(audited("namespaces"))
                .hasSize(before + 3)
                .allSatisfy(it -> {
                    assertThat(it.action()).isEqualTo("ALERTS");
                    assertThat(it.outcome()).isEqualTo(Audit.Outcome.REFUSED);
                });
        assertThat(output.getAll()).doesNotContain(TOKEN);
    }

    @Test
    void takesTheSchemeInAnyCaseAndThePathWithASlash() {
        var header = "Authorization: bearer " + TOKEN;

        assertThat(wire.json("POST", HOOK + "/", "{\"alerts\": []}", header).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | body",
                "{ | body",
                "[] | body",
                "null | body",
                "{} x | body",
                "{\"version\": \"4\"} | alerts",
                "{\"alerts\": null} | alerts",
                "{\"alerts\": {}} | alerts",
                "{\"alerts\": [null]} | alerts[0]",
                "{\"alerts\": [1]} | alerts[0]",
                "{\"alerts\": [{}]} | alerts[0].status",
                "{\"alerts\": [{\"status\": \"firing\"}, {\"status\": \"x\"}]} | alerts[1].status",
                "{\"alerts\": [{\"status\": 1}]} | alerts[0].status",
                "{\"alerts\": [{\"status\": \"firing\", \"labels\": []}]} | alerts[0].labels",
                "{\"alerts\": [{\"status\": \"firing\", \"labels\": {\"a\": 1}}]} |"
                        + " alerts[0].labels.a",
                "{\"alerts\": [{\"status\": \"firing\", \"labels\": {\"a\": null}}]} |"
                        + " alerts[0].labels.a",
                "{\"alerts\": [{\"status\": \"firing\", \"fingerprint\": 7}]} |"
                        + " alerts[0].fingerprint",
                "{\"alerts\": [], \"alerts\": []} | alerts",
                "{\"alerts\": [], \"more\": {\"a\": 1, \"a\": 2}} | more.a",
                "{\"alerts\": [], \"more\": \"\\u0000\"} | more",
                "{\"alerts\": [], \"more\": \"\\ud800\"} | more",
                "{\"alerts\": [], \"truncatedAlerts\": \"x\"} | truncatedAlerts"
            })
    void whatIsNotAlertmanagersIs400WithThePlace(String body, String place) {
        var answer = alerts(body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("type")).isEqualTo("/problems/invalid-request");
        assertThat(answer.text("place")).isEqualTo(place);
        assertThat(answer.body()).doesNotContain("dev.balancerdeployer", "Alertmanager");
    }

    @Test
    void knowsTheLimitsOfAllBodies() {
        var deep = "[".repeat(600) + "]".repeat(600);

        assertThat(alerts("{\"alerts\": [], \"more\": " + deep + "}").status()).isEqualTo(400);
        assertThat(wire.send("POST", HOOK, "{}", BEARER, "Content-Type: text/plain").status())
                .isEqualTo(415);
        assertThat(wire.get(HOOK, BEARER).status()).isEqualTo(405);
        assertThat(alerts("{\"alerts\": [], \"more\": \"" + "x".repeat(25 << 20) + "\"}").status())
                .isEqualTo(413);
    }

    @Test
    void awacsAwayIs503SoThatItIsToldAgain() {
        underWay("away");
        world.awacs().loseAnswers(1);

        var answer = alerts(firing("away"));

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.text("type")).isEqualTo("/problems/store-unavailable");
        assertThat(alerts(firing("away")).status()).isEqualTo(200);
        assertThat(world.awacs().pauses("away", "vla")).contains("alert-f1");
        assertThat(world.awacs().pauses("away", "man")).contains("alert-f1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "two words", "müller", "a\nb"})
    void aTokenThatNoHeaderCanCarryIsRefusedAtStart(String token) {
        assertThatThrownBy(() -> new AlertmanagerProperties(token))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("deployer.alertmanager.token");
    }

    @Test
    void settingsTellNoSecret() {
        assertThat(new AlertmanagerProperties(TOKEN).toString()).doesNotContain(TOKEN);
    }

    /** Text 2 is in sas, 1 in vla and man. */
    private void underWay(String namespace) {
        world.commit(NamespaceSource.namespace(namespace).object("a", "1"));
        world.deliver(namespace);
        world.commit(NamespaceSource.namespace(namespace).object("a", "2"));
        world.deploy();
        assertThat(active(namespace, "sas")).isEqualTo(2);
    }

    private @Nullable Long active(String namespace, String location) {
        return world.awacs().balancer(namespace, location).activeVersion();
    }

    private Wire.Answer alerts(String body) {
        return wire.json("POST", HOOK, body, BEARER);
    }

    private static String firing(String namespace) {
        return """
        {"alerts": [{"status": "firing", "labels": {"namespace": "%s"}, "fingerprint": "f1"}]}\
        """
                .formatted(namespace);
    }

    private static String sample(String name) throws IOException {
        try (var sample =
                AlertmanagerHookTest.class.getResourceAsStream(
                        "/alertmanager/%s.json".formatted(name))) {
            if (sample == null) {
                throw new AssertionError("no sample " + name);
            }
            return new String(sample.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private List<Audit.Entry> audited(String target) {
        return audit.find(Audit.Filter.any(), PageRequest.first(500)).items().stream()
                .map(Audit.Recorded::entry)
                .filter(it -> it.target().equals(target))
                .toList();
    }
}
