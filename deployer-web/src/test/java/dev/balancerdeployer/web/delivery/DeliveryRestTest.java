package dev.balancerdeployer.web.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.coordination.Audit;
import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.delivery.AlertPauses;
import dev.balancerdeployer.delivery.Alerts;
import dev.balancerdeployer.delivery.DeliveryOnFakes;
import dev.balancerdeployer.delivery.DeploymentIntake;
import dev.balancerdeployer.delivery.Holds;
import dev.balancerdeployer.delivery.NamespaceSource;
import dev.balancerdeployer.delivery.Namespaces;
import dev.balancerdeployer.delivery.Pushes;
import dev.balancerdeployer.delivery.Resolving;
import dev.balancerdeployer.delivery.Rollouts;
import dev.balancerdeployer.web.WebSlice;
import dev.balancerdeployer.web.Wire;
import dev.balancerdeployer.web.coordination.ScriptedJobs;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;

/** Deployments, the push hook, holds and conflicts over HTTP (SPEC D6, D13, D17). */
@SpringBootTest(
        classes = DeliveryRestTest.Slice.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "server.address=127.0.0.1",
            "deployer.git.hook-secret=" + DeliveryRestTest.SECRET,
            "management.endpoint.health.validate-group-membership=false"
        })
@DirtiesContext(classMode = DirtiesContext.ClassMode.BEFORE_EACH_TEST_METHOD)
class DeliveryRestTest {

    static final String SECRET = "it-is-a-secret";

    private static final String HOOK = "/api/v1/hooks/git";
    private static final String PUSH =
            "{\"ref\": \"refs/heads/main\", \"pusher\": {\"name\": \"masha\"}, \"more\": [1]}";

    @LocalServerPort int port;
    @Autowired DeliveryOnFakes world;
    @Autowired Audit audit;
    private Wire wire;

    @BeforeEach
    void connect() {
        wire = new Wire(port);
        world.commit(NamespaceSource.namespace("other").object("a", "1"));
        world.deployRequested(); // what it asked for at start
    }

    // ---- the push hook

    @Test
    void looksAtTheBranchAtStartForNobodyToldOfPushesBefore() {
        assertThat(world.requests())
                .singleElement()
                .satisfies(it -> assertThat(it.wanted().reason()).isEqualTo("a push to main"));
    }

    @Test
    void aSignedPushIsARequestToDeployTheBranch() {
        world.commit(NamespaceSource.namespace("maps").object("a", "1"));

        var answer = push(PUSH, "X-GitHub-Delivery: one");

        assertThat(answer.status()).isEqualTo(202);
        var id = answer.text("deployment_id");
        assertThat(answer.header("Location")).isEqualTo("/api/v1/deployments/" + id);
        world.deployRequested();
        var ended = wire.get("/api/v1/deployments/" + id);
        assertThat(ended.text("state")).isEqualTo("DONE");
        assertThat(ended.text("requested_by")).isEqualTo("masha");
        assertThat(ended.json().path("rollouts").size()).isEqualTo(1);
    }

    @Test
    void pushesThatComeWhileOneWaitsAreOneRequest() {
        var first = push(PUSH, "X-GitHub-Delivery: one").text("deployment_id");

        assertThat(push(PUSH, "X-GitHub-Delivery: two").text("deployment_id")).isEqualTo(first);
    }

    @Test
    void aReplayIsIgnored() {
        push(PUSH, "X-GitHub-Delivery: one");

        var again = push(PUSH, "X-GitHub-Delivery: one");

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.text("ignored")).contains("one");
    }

    @Test
    void aWrongSignatureIsRefusedAndRecorded() {
        for (var signature :
                new String[] {
                    "sha256=00", "sha1=" + hmac(PUSH), hmac(PUSH), "sha256=" + hmac("x")
                }) {
            var answer = wire.json("POST", HOOK, PUSH, "X-Hub-Signature-256: " + signature);

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.text("type")).isEqualTo("/problems/bad-signature");
        }
        assertThat(wire.json("POST", HOOK, PUSH).status()).isEqualTo(401);
        assertThat(audit.find(Audit.Filter.any(), PageRequest.first(10)).items())
                .hasSize(5)
                .allSatisfy(it -> assertThat(it.entry().action()).isEqualTo("GIT_PUSH"));
    }

    @Test
    void whatAsksForNothingIsIgnoredAndSaysWhy() {
        assertThat(push("{\"ref\": \"refs/heads/other\"}").text("ignored")).contains("other");
        assertThat(push("{\"ref\": \"refs/tags/main\"}").text("ignored")).contains("tags");
        assertThat(push("{\"ref\": \"refs/heads/main\", \"deleted\": true}").status())
                .isEqualTo(200);
        assertThat(push("{\"zen\": \"x\"}", "X-GitHub-Event: ping").text("ignored"))
                .contains("not a push");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "{",
                "{\"ref\": 1}",
                "{}",
                "{\"ref\": \"\"}",
                "{\"ref\": \"refs/heads/main\", \"ref\": \"refs/heads/main\"}"
            })
    void whatIsNoPushIs400(String body) {
        var answer = push(body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("type")).isEqualTo("/problems/invalid-request");
    }

    @Test
    void withoutATokenThereIsNoHookForAlertmanager() {
        var hook = "/api/v1/hooks/alertmanager";

        for (var answer :
                new Wire.Answer[] {
                    wire.json("POST", hook, "{\"alerts\": []}", "Authorization: Bearer "),
                    wire.json("POST", hook, "{\"alerts\": []}"),
                    wire.send("POST", hook, "x")
                }) {
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.text("detail")).contains("deployer.alertmanager.token");
        }
    }

    // ---- force, rollback, hold

    @Test
    void anOldRevisionIsRefusedWithoutRollbackAndHeldWithIt() {
        var old = world.commit(NamespaceSource.namespace("maps").object("a", "1"));
        world.deliver("maps");
        world.commit(NamespaceSource.namespace("maps").object("a", "2"));
        world.deliver("maps");

        assertThat(deployed("{\"revision\": \"%s\", \"reason\": \"r\"}".formatted(old.sha())))
                .isEqualTo("FAILED");
        assertThat(
                        deployed(
                                "{\"revision\": \"%s\", \"reason\": \"r\", \"rollback\": true}"
                                        .formatted(old.sha())))
                .isEqualTo("DONE");

        world.deliver("maps");
        var held = wire.get("/api/v1/namespaces/maps");
        assertThat(held.text("state")).isEqualTo("HELD");
        assertThat(held.json().path("hold").path("by").asString()).isEqualTo("masha");
        assertThat(wire.send("DELETE", "/api/v1/namespaces/maps/hold?reason=ok", null).status())
                .isEqualTo(204);
        var again = wire.send("DELETE", "/api/v1/namespaces/maps/hold?reason=ok", null);
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.text("type")).isEqualTo("/problems/wrong-state");
        assertThat(wire.send("DELETE", "/api/v1/namespaces/nowhere/hold", null).status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"revision\": \"main\", \"force\": true}",
                "{\"revision\": \"main\", \"force\": true, \"reason\": \" \"}"
            })
    void forceNeedsAReason(String body) {
        var answer = wire.json("POST", "/api/v1/deployments", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("place")).isEqualTo("reason");
    }

    // ---- conflicts

    @Test
    void aConflictIsShownWithAllThreeTextsAndDecidedOnce() {
        world.commit(NamespaceSource.namespace("maps").object("a", "1"));
        world.deliver("maps");
        world.edit("maps", "a", "by hand");
        world.commit(NamespaceSource.namespace("maps").object("a", "2"));
        world.pull();
        var resolve = "/api/v1/namespaces/maps/resolve";

        var shown = wire.get("/api/v1/namespaces/maps").json().path("conflicts").path(0);
        assertThat(shown.path("object").asString()).isEqualTo("a");
        assertThat(shown.path("base").asString()).isEqualTo("1");
        assertThat(shown.path("git").asString()).isEqualTo("2");
        assertThat(shown.path("awacs").asString()).isEqualTo("by hand");
        var body = "{\"object\": \"a\", \"take\": \"awacs\"}";
        var decided = wire.json("POST", resolve, body, "X-Actor: masha");
        assertThat(decided.status()).isEqualTo(200);
        assertThat(decided.text("namespace")).isEqualTo("maps");
        assertThat(decided.json().path("conflicts").size()).isZero();
        var again = wire.json("POST", resolve + "/", body);
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.text("type")).isEqualTo("/problems/wrong-state");
        assertThat(wire.json("POST", "/api/v1/namespaces/nowhere/resolve", body).status())
                .isEqualTo(404);
        assertThat(audit.find(Audit.Filter.any(), PageRequest.first(10)).items())
                .map(it -> it.entry())
                .filteredOn(it -> it.target().equals("namespaces/maps"))
                .extracting(it -> it.action() + " " + it.actor().name() + " " + it.outcome())
                .contains("CONFLICT_RESOLVED masha DONE", "CONFLICT_RESOLVED anonymous REFUSED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"object\": \"a\", \"take\": \"Git\"} take",
                "{\"object\": \"a\", \"take\": 1} take",
                "{\"object\": \"../a\", \"take\": \"git\"} object",
                "{\"object\": \"\", \"take\": \"git\"} object",
                "{\"take\": \"git\"} object",
                "{\"object\": \"a\", \"take\": \"git\", \"more\": 1} more"
            })
    void aDecisionThatMakesNoSenseNamesThePlace(String bodyAndPlace) {
        var cut = bodyAndPlace.lastIndexOf(' ');

        var answer =
                wire.json(
                        "POST", "/api/v1/namespaces/maps/resolve", bodyAndPlace.substring(0, cut));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("place")).isEqualTo(bodyAndPlace.substring(cut + 1));
    }

    // ---- alerts

    @Test
    void alertsAreListedAndFiltered() {
        world.commit(NamespaceSource.namespace("maps").object("a", "1"));
        world.deliver("maps");
        world.forgetPause("maps", "vla");

        var page = wire.get("/api/v1/alerts/?state=FIRING&kind=ORPHAN_PAUSE");

        assertThat(page.status()).isEqualTo(200);
        var alert = page.json().path("items").path(0);
        assertThat(alert.path("namespace").asString()).isEqualTo("maps");
        assertThat(alert.path("location").asString()).isEqualTo("vla");
        assertThat(alert.path("state").asString()).isEqualTo("FIRING");
        assertThat(alert.path("resolved_at").isNull()).isTrue();
        assertThat(alert.path("runbook").asString()).endsWith("#orphan-pause");
        assertThat(wire.get("/api/v1/alerts?state=RESOLVED").json().path("items").size()).isZero();
        var wrong = wire.get("/api/v1/alerts?kind=orphan_pause");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.text("place")).isEqualTo("kind");
    }

    private String deployed(String body) {
        var answer = wire.json("POST", "/api/v1/deployments", body, "X-Actor: masha");
        world.deployRequested();
        return wire.get("/api/v1/deployments/" + answer.text("deployment_id")).text("state");
    }

    private Wire.Answer push(String body, String... headers) {
        var all = new String[headers.length + 1];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = "X-Hub-Signature-256: sha256=" + hmac(body);
        return wire.json("POST", HOOK, body, all);
    }

    private static String hmac(String body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** The shared web parts, the delivery controllers, and fakes below them. */
    @Configuration(proxyBeanMethods = false)
    @Import(WebSlice.class)
    @ComponentScan(basePackageClasses = DeliveryNamespacesController.class)
    static class Slice {

        @Bean
        DeliveryOnFakes world(ScriptedJobs jobs) {
            return new DeliveryOnFakes(jobs);
        }

        @Bean
        Namespaces namespaces(DeliveryOnFakes world) {
            return world.namespaces();
        }

        @Bean
        Rollouts rollouts(DeliveryOnFakes world) {
            return world.rollouts();
        }

        @Bean
        Holds holds(DeliveryOnFakes world) {
            return world.holds();
        }

        @Bean
        Alerts alerts(DeliveryOnFakes world) {
            return world.alerts();
        }

        @Bean
        Resolving resolving(DeliveryOnFakes world) {
            return world.resolving();
        }

        @Bean
        DeploymentIntake intake(DeliveryOnFakes world) {
            return world.intake();
        }

        @Bean
        AlertPauses alertPauses(DeliveryOnFakes world, Audit audit) {
            return world.alertPauses(audit);
        }

        @Bean
        Pushes pushes(DeliveryOnFakes world, DeploymentIntake intake) {
            return world.pushes(intake);
        }
    }
}
