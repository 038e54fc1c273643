package dev.balancerdeployer.web.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.coordination.InMemoryItsValues;
import dev.balancerdeployer.coordination.InMemorySemaphores;
import dev.balancerdeployer.coordination.SemaphoreName;
import dev.balancerdeployer.coordination.Semaphores;
import dev.balancerdeployer.web.OnTheWire;
import dev.balancerdeployer.web.Wire;
import dev.balancerdeployer.web.Wire.Answer;
import dev.balancerdeployertest.MutableClock;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@OnTheWire
class CoordinationRestTest {

    private static final String CREATE = "If-None-Match: *";

    @LocalServerPort int port;
    @Autowired InMemorySemaphores semaphores;
    @Autowired InMemoryItsValues values;
    @Autowired MutableClock clock;
    private Wire wire;

    @BeforeEach
    void connect() {
        wire = new Wire(port);
    }

    // ---- ITS values

    @Test
    void keepsAValueThroughItsLife() {
        var path = "/v1/its/values/rest/life";

        var created =
                wire.json("PUT", path, "{\"value\": {\"a\": 1.0}, \"comment\": \"c\"}", CREATE);
        var read = wire.get(path);
        var replaced = wire.json("PUT", path, "{\"value\": [null]}", "If-Match: \"1\"");
        var deleted = wire.send("DELETE", path, null, "If-Match: \"2\"");
        var gone = wire.get(path);
        var again = wire.json("PUT", path, "{\"value\": \"x\"}", CREATE);
        var history = wire.get(path + "/history/?limit=3");
        var rest = wire.get(path + "/history?limit=3&after=" + history.text("next"));

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("ETag")).isEqualTo("\"1\"");
        assertThat(read.status()).isEqualTo(200);
        assertThat(read.header("ETag")).isEqualTo("\"1\"");
        assertThat(read.body())
                .isEqualTo(created.body())
                .contains("\"path\":\"rest/life\"", "\"value\":{\"a\":1.0}", "\"comment\":\"c\"")
                .doesNotContain("deleted");
        assertThat(replaced.status()).isEqualTo(200);
        assertThat(replaced.header("ETag")).isEqualTo("\"2\"");
        assertThat(deleted.status()).isEqualTo(204);
        problem(gone, 404, "not-found");
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.header("ETag")).isEqualTo("\"4\"");
        assertThat(history.json().path("items").findValuesAsString("version"))
                .containsExactly("4", "3", "2");
        assertThat(history.json().path("items").get(1).path("deleted").asBoolean()).isTrue();
        assertThat(rest.json().path("items").findValuesAsString("version")).containsExactly("1");
        assertThat(rest.json().path("next").isNull()).isTrue();
    }

    @Test
    void answersNotModifiedToWhoHasIt() {
        wire.json("PUT", "/v1/its/values/rest/tag", "{\"value\": 1}", CREATE);

        var answer = wire.get("/v1/its/values/rest/tag", "If-None-Match: \"1\"");

        assertThat(answer.status()).isEqualTo(304);
        assertThat(answer.header("ETag")).isEqualTo("\"1\"");
    }

    @Test
    void refusesWritersThatAreBehind() {
        var path = "/v1/its/values/rest/stale";
        wire.json("PUT", path, "{\"value\": 1}", CREATE);

        var exists = wire.json("PUT", path, "{\"value\": 1}", CREATE);
        var stale = wire.json("PUT", path, "{\"value\": 1}", "If-Match: \"2\"");
        var absent =
                wire.json("PUT", "/v1/its/values/rest/never", "{\"value\": 1}", "If-Match: \"1\"");

        problem(exists, 409, "already-exists");
        problem(stale, 412, "stale-version");
        assertThat(stale.json().path("current_version").asInt()).isEqualTo(1);
        problem(absent, 404, "not-found");
        problem(wire.json("PUT", path, "{\"value\": 1}"), 428, "precondition-required");
        problem(wire.send("DELETE", path, null), 428, "precondition-required");
        problem(wire.send("DELETE", path, null, "If-Match: \"9\""), 412, "stale-version");
    }

    @Test
    void takesValuesOf64KiB() {
        var fits = "{\"value\": \"" + "é".repeat(32 * 1024 - 1) + "\"}";
        var over = "{\"value\": \"" + "é".repeat(32 * 1024) + "\"}";

        assertThat(wire.json("PUT", "/v1/its/values/rest/fits", fits, CREATE).status())
                .isEqualTo(201);
        problem(wire.json("PUT", "/v1/its/values/rest/over", over, CREATE), 413, "too-large");
    }

    @Test
    void leavesReservedPathsToTheirOwner() {
        var path = "/v1/its/values/l7heavy/production/weights/version";

        problem(wire.json("PUT", path, "nonsense"), 403, "reserved-path");
        problem(wire.send("DELETE", path, null), 403, "reserved-path");
        problem(wire.get(path), 404, "not-found");
        assertThat(
                        wire.json("PUT", "/v1/its/values/l7heavyweight", "{\"value\": 1}", CREATE)
                                .status())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/its/values/history",
                "/v1/its/values/a/b/c/d/e/f/g/h/i",
                "/v1/its/values/a%20b",
                "/v1/its/values/a/%23"
            })
    void refusesPathsThatAreNone(String path) {
        problem(wire.get(path), 400, "invalid-request");
        problem(wire.json("PUT", path, "{\"value\": 1}", CREATE), 400, "invalid-request");
        assertThat(wire.get(path).text("place")).isEqualTo("path");
    }

    @Test
    void keepsThePathHistoryForTheHistory() {
        problem(
                wire.json("PUT", "/v1/its/values/a/history", "{\"value\": 1}", CREATE),
                400,
                "invalid-request");
        problem(wire.get("/v1/its/values/never/was/history"), 404, "not-found");
    }

    @Test
    void saysSoWhenTheStoreDoesNotAnswer() {
        values.unavailable(true);
        try {
            var answer = wire.get("/v1/its/values/rest/any");

            problem(answer, 503, "store-unavailable");
            assertThat(answer.body()).doesNotContain("Exception", "mongo");
        } finally {
            values.unavailable(false);
        }
    }

    // ---- jobs

    @Test
    void listsJobsByNameInPages() {
        var first = wire.get("/api/v1/jobs?limit=1");
        var second = wire.get("/api/v1/jobs?limit=1&after=" + first.text("next"));

        assertThat(first.json().path("items").get(0).path("job").asString()).isEqualTo("deployer");
        assertThat(second.json().path("items").get(0).toString())
                .isEqualTo(
                        "{\"job\":\"unpauser\",\"schedule\":\"off\",\"enabled\":false,"
                                + "\"next_fire_at\":null,\"last_run\":null}");
        assertThat(second.json().path("next").isNull()).isTrue();
    }

    @Test
    void showsARunWithAllItsFields() {
        assertThat(wire.get("/api/v1/runs/run-1").body())
                .isEqualTo(
                        "{\"run_id\":\"run-1\",\"job\":\"deployer\",\"trigger\":\"SCHEDULE\","
                                + "\"requested_by\":\"balancer-deployer\","
                                + "\"scheduled_at\":\"2026-01-01T10:00:00.000Z\","
                                + "\"started_at\":\"2026-01-01T10:00:00.005Z\","
                                + "\"finished_at\":\"2026-01-01T10:00:02.000Z\","
                                + "\"state\":\"FINISHED\",\"outcome\":\"SUCCEEDED\","
                                + "\"reason\":\"one namespace delivered\",\"fence\":7,"
                                + "\"host\":\"host-1\",\"changes\":[{\"kind\":\"CONFIG_UPDATED\","
                                + "\"namespace\":\"maps-front\",\"detail\":\"version 7\"}]}");
        problem(wire.get("/api/v1/runs/none"), 404, "not-found");
        problem(wire.get("/api/v1/runs/-"), 400, "invalid-request");
        problem(wire.get("/api/v1/jobs/none/runs"), 404, "not-found");
    }

    @Test
    void acceptsARequestForARun() {
        var answer = wire.json("POST", "/api/v1/jobs/deployer/run/", "{\"reason\": \"now\"}");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body()).isEqualTo("{\"run_id\":\"run-1\"}");
        assertThat(answer.header("Location")).isEqualTo("/api/v1/runs/run-1");
        assertThat(wire.send("POST", "/api/v1/jobs/deployer/run", null).status()).isEqualTo(202);
        assertThat(wire.json("POST", "/api/v1/jobs/deployer/run", "{}").status()).isEqualTo(202);
        problem(wire.json("POST", "/api/v1/jobs/none/run", "{}"), 404, "not-found");
        problem(
                wire.json("POST", "/api/v1/jobs/deployer/run", "{\"why\": 1}"),
                400,
                "invalid-request");
    }

    // ---- semaphores

    @Test
    void showsAndBreaksASemaphore() {
        var name = new SemaphoreName("REST");
        semaphores.ensure(name, 1);
        semaphores.acquire(request(name, "a", "host-1"));
        semaphores.acquire(request(name, "b", "host-2"));

        var shown = wire.get("/api/v1/semaphores/REST");
        var broken = wire.json("POST", "/api/v1/semaphores/REST/break", "{\"reason\": \"gone\"}");

        assertThat(shown.json().path("used").asInt()).isEqualTo(1);
        assertThat(shown.json().path("holders").get(0).toString())
                .startsWith("{\"owner\":\"host-1\",\"weight\":1,\"fence\":1,\"since\":")
                .contains("expires_at")
                .doesNotContain("run_id");
        assertThat(shown.json().path("waiting").get(0).path("owner").asString())
                .isEqualTo("host-2");
        assertThat(broken.status()).isEqualTo(200);
        assertThat(broken.json().path("holders").isEmpty()).isTrue();
        assertThat(wire.get("/api/v1/semaphores").json().path("items").findValuesAsString("name"))
                .contains("REST");
        problem(wire.get("/api/v1/semaphores/NONE"), 404, "not-found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"reason\": \"\"}", "{\"reason\": null}", "{\"reason\": \" \"}"})
    void wantsAReasonForABreak(String body) {
        for (var path : new String[] {"/api/v1/semaphores/X/break", "/api/v1/leases/x/break"}) {
            var answer = wire.json("POST", path, body);

            problem(answer, 400, "invalid-request");
            assertThat(answer.text("place")).isEqualTo("reason");
        }
        problem(
                wire.json(
                        "POST",
                        "/api/v1/semaphores/X/break",
                        "{\"reason\": \"" + "é".repeat(2001) + "\"}"),
                400,
                "invalid-request");
    }

    // ---- leases

    @Test
    void leasesToOneOwnerAtATime() {
        var mine =
                "{\"name\": \"rest\", \"owner\": \"h1:9/x\", \"ttl\": \"30s\", \"wait\": \"0s\"}";

        var granted = wire.json("POST", "/api/v1/leases", mine);
        var again = wire.json("POST", "/api/v1/leases/", mine);
        var held = wire.json("POST", "/api/v1/leases", mine.replace("h1:9/x", "h2"));
        var id = granted.text("lease_id");
        clock.advance(Duration.ofSeconds(20));
        var renewed = wire.json("POST", "/api/v1/leases/" + id + "/renew", "{\"ttl\": \"PT1M\"}");
        var once = wire.send("POST", "/api/v1/leases/" + id + "/renew", null);
        var list = wire.get("/api/v1/leases");
        var released = wire.send("DELETE", "/api/v1/leases/" + id, null);
        var releasedAgain = wire.send("DELETE", "/api/v1/leases/" + id, null);
        var lost = wire.json("POST", "/api/v1/leases/" + id + "/renew", "{}");

        assertThat(granted.status()).isEqualTo(201);
        assertThat(granted.json().propertyNames())
                .containsExactly("lease_id", "name", "owner", "fence", "expires_at");
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(granted.body());
        problem(held, 409, "lease-held");
        assertThat(held.text("holder")).isEqualTo("h1:9/x");
        assertThat(renewed.status()).isEqualTo(200);
        assertThat(once.status()).isEqualTo(200);
        assertThat(list.json().path("items").get(0).propertyNames())
                .containsExactly("name", "owner", "fence", "since", "expires_at");
        assertThat(list.body()).doesNotContain(id);
        assertThat(released.status()).isEqualTo(204);
        assertThat(releasedAgain.status()).isEqualTo(204);
        problem(lost, 410, "lease-lost");
        assertThat(wire.get("/api/v1/audit?target=leases/rest").body())
                .contains("LEASE_ACQUIRE", "LEASE_RELEASE", "/problems/lease-held");
        assertThat(wire.get("/api/v1/audit?limit=500").body()).doesNotContain(id);
    }

    @Test
    void breaksALease() {
        wire.json("POST", "/api/v1/leases", "{\"name\": \"broken\", \"owner\": \"h1\"}");

        var broken =
                wire.json("POST", "/api/v1/leases/broken/break", "{\"reason\": \"host gone\"}");

        assertThat(broken.status()).isEqualTo(200);
        assertThat(broken.text("owner")).isEqualTo("h1");
        problem(
                wire.json("POST", "/api/v1/leases/broken/break", "{\"reason\": \"again\"}"),
                404,
                "not-found");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"owner\": \"h\"} | name",
                "{\"name\": \"n\"} | owner",
                "{\"name\": \"a b\", \"owner\": \"h\"} | name",
                "{\"name\": \"n\", \"owner\": \"-\"} | owner",
                "{\"name\": \"n\", \"owner\": \"h\", \"ttl\": \"0s\"} | ttl",
                "{\"name\": \"n\", \"owner\": \"h\", \"ttl\": \"121m\"} | ttl",
                "{\"name\": \"n\", \"owner\": \"h\", \"ttl\": 30} | ttl",
                "{\"name\": \"n\", \"owner\": \"h\", \"wait\": \"61s\"} | wait",
                "{\"name\": \"n\", \"owner\": \"h\", \"wait\": \"soon\"} | wait",
                "{\"name\": \"n\", \"owner\": \"h\", \"colour\": 1} | colour"
            })
    void refusesLeasesThatAreNone(String body, String place) {
        var answer = wire.json("POST", "/api/v1/leases", body);

        problem(answer, 400, "invalid-request");
        assertThat(answer.text("place")).isEqualTo(place);
    }

    // ---- audit

    @Test
    void filtersTheAuditLog() {
        wire.json("PUT", "/v1/its/values/rest/filter", "{\"value\": 1}", CREATE, "X-Actor: filter");
        wire.json("PUT", "/v1/its/values/rest/filter", "{\"value\": 1}", CREATE, "X-Actor: filter");

        var all = wire.get("/api/v1/audit?actor=filter&target=its/rest/filter&action=ITS_PUT");
        var one = wire.get("/api/v1/audit?actor=filter&limit=1");
        var next = wire.get("/api/v1/audit?actor=filter&limit=1&after=" + one.text("next"));
        var later = wire.get("/api/v1/audit?actor=filter&since=2099-01-01T00:00:00%2B03:00");

        assertThat(all.json().path("items").findValuesAsString("outcome"))
                .containsExactly("REFUSED", "DONE");
        assertThat(all.json().path("items").get(1).propertyNames())
                .containsExactly(
                        "at",
                        "actor",
                        "address",
                        "action",
                        "target",
                        "before_version",
                        "after_version",
                        "reason",
                        "outcome");
        assertThat(next.json().path("items").get(0).path("outcome").asString()).isEqualTo("DONE");
        assertThat(later.body()).isEqualTo("{\"items\":[],\"next\":null}");
    }

    private static Semaphores.Request request(SemaphoreName name, String digit, String owner) {
        return new Semaphores.Request(
                name, digit.repeat(32), owner, 1, Duration.ofSeconds(30), null, true);
    }

    private static void problem(Answer answer, int status, String slug) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.text("type")).isEqualTo("/problems/" + slug);
    }
}
