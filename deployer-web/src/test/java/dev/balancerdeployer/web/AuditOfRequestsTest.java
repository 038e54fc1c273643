package dev.balancerdeployer.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.balancerdeployer.coordination.Audit;
import dev.balancerdeployer.coordination.PageRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@OnTheWire
class AuditOfRequestsTest {

    private static final String CREATE = "If-None-Match: *";

    @LocalServerPort int port;
    @Autowired WebSlice.BreakableAudit audit;
    private Wire wire;

    @BeforeEach
    void connect() {
        wire = new Wire(port);
    }

    @AfterEach
    void mend() {
        audit.broken(false);
    }

    @Test
    void recordsAChangeWithBothVersions() {
        var path = "/v1/its/values/audit/done";
        wire.json("PUT", path, "{\"value\": 1, \"comment\": \"first\"}", CREATE, "X-Actor: masha");
        wire.json("PUT", path, "{\"value\": 2}", "If-Match: \"1\"");
        wire.send("DELETE", path + "?comment=gone", null, "If-Match: \"2\"");

        var entries = entries("its/audit/done");

        assertThat(entries)
                .extracting(
                        e -> e.actor().name(),
                        Audit.Entry::action,
                        Audit.Entry::beforeVersion,
                        Audit.Entry::afterVersion,
                        Audit.Entry::reason,
                        Audit.Entry::outcome)
                .containsExactly(
                        tuple("anonymous", "ITS_DELETE", 2L, 3L, "gone", Audit.Outcome.DONE),
                        tuple("anonymous", "ITS_PUT", 1L, 2L, null, Audit.Outcome.DONE),
                        tuple("masha", "ITS_PUT", null, 1L, "first", Audit.Outcome.DONE));
        assertThat(entries).allSatisfy(e -> assertThat(e.actor().address()).isEqualTo("127.0.0.1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a | If-Match: \"9\" | {\"value\": 1} | not-found",
                "b | If-Match: * | {\"value\": 1} | invalid-request",
                "c | X-No: 1 | {\"value\": 1} | precondition-required",
                "d | If-None-Match: * | {\"value\": 1, \"x\": 1} | invalid-request",
                "e | If-None-Match: * | | unsupported-media-type"
            })
    void recordsARefusalAsOne(String name, String header, String body, String slug) {
        if (body == null) {
            wire.send("PUT", "/v1/its/values/audit/refused/" + name, "x", header);
        } else {
            wire.json("PUT", "/v1/its/values/audit/refused/" + name, body, header);
        }

        var entries = entries("its/audit/refused/" + name);

        assertThat(entries).hasSize(1);
        assertThat(entries.getFirst().outcome()).isEqualTo(Audit.Outcome.REFUSED);
        assertThat(entries.getFirst().problem()).isEqualTo("/problems/" + slug);
        assertThat(entries.getFirst().action()).isEqualTo("ITS_PUT");
        assertThat(entries.getFirst().afterVersion()).isNull();
    }

    @Test
    void recordsAStaleChangeWithTheCurrentVersion() {
        wire.json("PUT", "/v1/its/values/audit/stale", "{\"value\": 1}", CREATE);
        wire.json("PUT", "/v1/its/values/audit/stale", "{\"value\": 1}", "If-Match: \"7\"");

        var refused = entries("its/audit/stale").getFirst();

        assertThat(refused.problem()).isEqualTo("/problems/stale-version");
        assertThat(refused.beforeVersion()).isEqualTo(1);
    }

    @Test
    void recordsTheRefusalOfABadActorAsAnonymous() {
        wire.json("PUT", "/v1/its/values/audit/who/", "{\"value\": 1}", CREATE, "X-Actor: ");

        assertThat(entries("its/audit/who"))
                .singleElement()
                .satisfies(e -> assertThat(e.actor().name()).isEqualTo("anonymous"));
    }

    @Test
    void recordsWhatTheLimitOfBodiesRefuses() {
        var request =
                """
                PUT /v1/its/values/audit/large HTTP/1.1
                Host: x
                Content-Length: 99999999

                """;
        wire.raw(request.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));

        assertThat(entries("its/audit/large"))
                .singleElement()
                .satisfies(e -> assertThat(e.problem()).isEqualTo("/problems/too-large"));
    }

    @Test
    void answersUnavailableIfTheEntryCannotBeStored() {
        audit.broken(true);

        var answer = wire.json("PUT", "/v1/its/values/audit/broken", "{\"value\": 1}", CREATE);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.text("type")).isEqualTo("/problems/store-unavailable");
        assertThat(answer.header("ETag")).isNull();
        assertThat(wire.get("/api/v1/jobs").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/its/values/x/../y", "//v1/its/values/y", "/v1;x/its/values/y"})
    void recordsARefusedPath(String path) {
        wire.json("PUT", path, "{\"value\": 1}", CREATE);

        var last = audit.find(Audit.Filter.any(), PageRequest.first(1)).items().getFirst().entry();

        assertThat(last.target()).isEqualTo(path.substring(1));
        assertThat(last.outcome()).isEqualTo(Audit.Outcome.REFUSED);
        assertThat(last.problem()).isEqualTo("/problems/invalid-request");
    }

    @Test
    void recordsAChangeWhosePathIsSpeltInAnotherWay() {
        wire.json("PUT", "/%76%31/its/values/audit/spelt", "{\"value\": 1}", CREATE);

        assertThat(entries("its/audit/spelt")).hasSize(1);
    }

    @Test
    void recordsNoReads() {
        var before = audit.find(Audit.Filter.any(), PageRequest.first(1)).items();

        wire.get("/api/v1/jobs");
        wire.get("/v1/its/values/audit/none");

        assertThat(audit.find(Audit.Filter.any(), PageRequest.first(1)).items()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({
        "PUT,/v1/its/values/a/b,ITS_PUT,its/a/b,ALWAYS",
        "POST,/api/v1/jobs/deployer/run,JOB_REQUESTED,jobs/deployer,ALWAYS",
        "POST,/api/v1/semaphores/S/break,SEMAPHORE_BREAK,semaphores/S,ALWAYS",
        "POST,/api/v1/leases/sas/break,LEASE_BREAK,leases/sas,ALWAYS",
        "DELETE,/api/v1/leases/0123abcd.sas.x,LEASE_RELEASE,leases/sas.x,ALWAYS",
        "DELETE,/api/v1/leases/0123abcd,LEASE_RELEASE,leases/unknown,ALWAYS",
        "POST,/api/v1/leases/0123abcd.sas/renew,LEASE_RENEW,leases,NEVER",
        "PUT,/api/v1/leases/0123abcd.sas,PUT,leases,ALWAYS",
        "POST,/api/v1/rollouts/r1/pause,ROLLOUT_PAUSE,rollouts/r1,ALWAYS",
        "PUT,/awacs/v1/namespaces/n,NAMESPACE_PUT,namespaces/n,ALWAYS",
        "PUT,/awacs/v1/namespaces/n/objects/a/b.yaml,OBJECT_PUT,namespaces/n,ALWAYS",
        "PUT,/awacs/v1/namespaces/n/balancers/sas/pauses/t,PAUSE_SET,namespaces/n,ALWAYS",
        "PUT,/awacs/v1/namespaces/n/balancers/sas/status,BALANCER_STATUS,namespaces/n,REFUSALS_ONLY",
        "POST,/v1/its/values/a/b,POST,its/a/b,ALWAYS",
        "PATCH,/api/v1/jobs/deployer/run,PATCH,jobs/deployer,ALWAYS",
        "PUT,/api/v1/leases/0123abcd.sas/renew,PUT,leases,ALWAYS",
        "PUT,/v1/its/values/a/../b,PUT,v1/its/values/a/../b,ALWAYS",
        "PUT,/v1/its/values/%zz,PUT,v1/its/values/%zz,ALWAYS",
        "DELETE,//api/v1/leases/0123abcd.sas,DELETE,leases,ALWAYS",
        "DELETE,/api/v1/leases;/0123abcd.sas,DELETE,leases,ALWAYS",
        "DELETE,/api/v1/leases/0123abcd.sas/..,DELETE,leases,ALWAYS",
        "PUT,/api/v1/le%61ses/0123abcd.sas,PUT,leases,ALWAYS",
        "POST,/api/v1/other,POST,api/v1/other,ALWAYS"
    })
    void knowsWhatAChangeIsAbout(
            String method, String path, String action, String target, AuditSubject.Weight weight) {
        assertThat(AuditSubject.of(method, path))
                .isEqualTo(new AuditSubject(action, target, weight));
    }

    private List<Audit.Entry> entries(String target) {
        return audit
                .find(new Audit.Filter(null, target, null, null, null), PageRequest.first(10))
                .items()
                .stream()
                .map(Audit.Recorded::entry)
                .toList();
    }
}
