package dev.balancerdeployer.web.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Configs, values, the step, the history and what is current, over HTTP (SPEC W1 to W4, W10). */
class WeightValuesRestTest extends WeightsRest {

    @Test
    void aNewConfigHasItsNormalisedDefaultsAsValues() {
        var values = get("/weights/values/");

        assertThat(values.header("ETag")).isEqualTo("\"1\"");
        assertThat(row(values, "values")).isEqualTo("34/33/33");
        assertThat(row(values, "effective")).isEqualTo("34/33/33");
        assertThat(values.text("updated_by")).isEqualTo("anonymous");
        assertThat(values.json().path("comment").isNull()).isTrue();
        assertThat(get("/weights/values").body()).isEqualTo(values.body());
        assertThat(get("", "If-None-Match: \"1\"").status()).isEqualTo(304);
        assertThat(wire.get("/v2/l7/heavy/").json().path("items").findValuesAsString("config_id"))
                .contains(path.substring("/v2/l7/heavy/".length()));
    }

    @Test
    void aConfigIsReplacedAtItsVersionOnly() {
        var more =
                config(", \"safety\": {\"max_step\": 40}, \"comment\": \"c\"").replace("33", "66");

        assertProblem(put(more), 428, "precondition-required", "If-Match");
        assertProblem(put(more, "If-Match: \"7\""), 412, "stale-version", "");
        assertProblem(put(more, "If-Match: *"), 400, "invalid-request", "If-Match");
        assertThat(put(more, "If-None-Match: *").status()).isEqualTo(409);
        var replaced = put(more, "If-Match: \"1\"");
        assertThat(replaced.status()).as(replaced.body()).isEqualTo(200);
        assertThat(replaced.header("ETag")).isEqualTo("\"2\"");
        assertThat(replaced.body())
                .contains("\"MAN\":{\"default\":66}")
                .contains("\"safety\":{\"min_active_locations\":1,\"max_step\":40}");
        assertThat(values()).isEqualTo("34/33/33");
        assertThat(get("").json()).isEqualTo(replaced.json());
        assertThat(audited()).first().isEqualTo("L7_CONFIG_PUT 1>2 DONE");
    }

    @Test
    void stepsAreTakenOnWhatIsThere() {
        var drained = set("{\"search\": {\"SAS\": 0}}", "X-Actor: masha");

        assertThat(row(drained, "old")).isEqualTo("34/33/33");
        assertThat(row(drained, "new")).isEqualTo("0/50/50");
        assertThat(drained.header("ETag")).isEqualTo("\"2\"");
        assertThat(drained.body())
                .contains("\"attempts\":1,\"changed\":true")
                .endsWith("\"published_version\":2,\"dry_run\":false}");
        assertThat(row(set("{\"search\": {\"SAS\": \"default\"}}"), "new")).isEqualTo("26/37/37");
        assertThat(audited().subList(0, 2))
                .containsExactly("WEIGHTS_SET 2>3 DONE", "WEIGHTS_SET 1>2 DONE");
        assertThat(get("/weights/history/").json().path("items").get(1).path("author").asString())
                .isEqualTo("masha");
    }

    @Test
    void aStepThatChangesNothingAndADryRunLeaveNoTrace() {
        var same = set("{\"search\": {\"SAS\": 34}}");
        var dry =
                post(
                        "/weights/set/",
                        "{\"new_weights\": {\"search\": {\"SAS\": 0}}, \"dry_run\": true}");

        assertThat(same.body()).contains("\"version\":1", "\"changed\":false");
        assertThat(row(dry, "new")).isEqualTo("0/50/50");
        assertThat(dry.body()).contains("\"version\":1", "\"dry_run\":true");
        assertThat(values()).isEqualTo("34/33/33");
        assertThat(audited()).containsExactly("L7_CONFIG_PUT null>1 DONE");
    }

    @Test
    void anIfMatchIsHonouredOnAStep() {
        assertProblem(
                set("{\"search\": {\"SAS\": 0}}", "If-Match: \"2\""), 412, "stale-version", "");
        assertThat(set("{\"search\": {\"SAS\": 0}}", "If-Match: \"1\"").status()).isEqualTo(200);
    }

    @Test
    void valuesArePutInOneAttempt() {
        var body = "{\"values\": {\"search\": {\"SAS\": 0}}, \"comment\": \"by hand\"}";

        assertThat(wire.json("PUT", path + "/weights/values/", body).status()).isEqualTo(428);
        var put = wire.json("PUT", path + "/weights/values/", body, "If-Match: \"1\"");
        assertThat(row(put, "new")).isEqualTo("0/50/50");
        var late = wire.json("PUT", path + "/weights/values/", body, "If-Match: \"1\"");
        assertProblem(late, 412, "stale-version", "");
        assertThat(late.json().path("current_version").asInt()).isEqualTo(2);
        assertThat(audited()).first().isEqualTo("WEIGHTS_PUT 2>null REFUSED");
    }

    @Test
    void aKeyMakesAllSendsOneChange() {
        var first = set("{\"search\": {\"SAS\": 50}}", "Idempotency-Key: a b");
        var again = set("{\"search\":{\"SAS\":50}}", "Idempotency-Key: a b");

        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.status()).isEqualTo(first.status());
        assertThat(values()).isEqualTo("43/28/29");
        assertThat(audited()).hasSize(2);
        assertProblem(
                set("{\"search\": {\"SAS\": 51}}", "Idempotency-Key: a b"),
                422,
                "idempotency-key-reused",
                "Idempotency-Key");
        assertThat(set("{\"search\": {\"X\": 1}}", "Idempotency-Key: c").status()).isEqualTo(400);
        assertThat(set("{\"search\": {\"SAS\": 0}}", "Idempotency-Key: c").status()).isEqualTo(200);
        for (var bad : new String[] {"", "k".repeat(129), "\u00e9"}) {
            assertThat(set("{\"search\": {\"SAS\": 1}}", "Idempotency-Key: " + bad).text("place"))
                    .isEqualTo("Idempotency-Key");
        }
    }

    @Test
    void theOrderOfFieldsDoesNotMakeAnotherRequest() {
        var first =
                post(
                        "/weights/revert",
                        "{\"version\": 1, \"comment\": \"c\"}",
                        "Idempotency-Key: k");
        var again =
                post(
                        "/weights/revert",
                        "{\"comment\": \"c\", \"version\": 1}",
                        "Idempotency-Key: k");

        assertThat(again.status()).as(again.body()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
    }

    @Test
    void theHistoryHoldsEveryVersion() {
        set("{\"search\": {\"SAS\": 0}}");
        weights.clock().advance(Duration.ofMinutes(1));
        post("/weights/revert/", "{\"version\": 1, \"comment\": \"back\"}");

        var history = get("/weights/history/?limit=2").json();
        assertThat(history.path("items").findValuesAsString("cause"))
                .containsExactly("REVERT", "SET");
        var rest = get("/weights/history/?after=" + history.path("next").asString()).json();
        assertThat(rest.path("items").findValuesAsString("cause")).containsExactly("CONFIG");
        assertThat(rest.path("next").isNull()).isTrue();
        assertThat(values()).isEqualTo("34/33/33");
        assertThat(row(get("/weights/values/?version=2"), "values")).isEqualTo("0/50/50");
        var at = history.path("items").get(1).path("created_at").asString();
        assertThat(get("/weights/values/?at=" + at).header("ETag")).isEqualTo("\"2\"");
        assertThat(get("/weights/values/?at=2000-01-01T00:00:00Z").status()).isEqualTo(404);
        assertThat(get("/weights/values/?version=4").status()).isEqualTo(404);
        assertProblem(get("/weights/values/?version=x"), 400, "invalid-request", "version");
        assertProblem(get("/weights/values/?at=x"), 400, "invalid-request", "at");
        assertProblem(
                get("/weights/values/?version=1&at=" + at), 400, "invalid-request", "version");
        assertProblem(post("/weights/revert/", "{\"version\": 9}"), 404, "not-found", "version");
        assertProblem(
                post("/weights/revert/", "{\"version\": 0}"), 400, "invalid-request", "version");
    }

    @Test
    void currentIsThePublishedVersionAndCanBeWaitedFor() throws Exception {
        assertThat(get("/weights/current/").header("ETag")).isEqualTo("\"1\"");
        assertThat(get("/weights/current/", "If-None-Match: \"1\"").status()).isEqualTo(304);

        var waiting =
                CompletableFuture.supplyAsync(
                        () -> get("/weights/current/?wait=30s", "If-None-Match: \"1\""));
        set("{\"search\": {\"SAS\": 0}}");

        var told = waiting.get(20, TimeUnit.SECONDS);
        assertThat(row(told, "values")).isEqualTo("0/50/50");
        assertThat(told.header("ETag")).isEqualTo("\"2\"");
        assertThat(get("/weights/current?wait=1s", "If-None-Match: \"2\"").status()).isEqualTo(304);
        for (var wait : new String[] {"0s", "61s", "x", "-1s"}) {
            assertProblem(get("/weights/current?wait=" + wait), 400, "invalid-request", "wait");
        }
    }

    @Test
    void whatIsNotKnownIsNotFound() {
        path = "/v2/l7/heavy/nobody";

        for (var what :
                new String[] {
                    "",
                    "/weights/values/",
                    "/weights/current/",
                    "/weights/history/",
                    "/shifts/",
                    "/shifts/1/"
                }) {
            assertProblem(get(what), 404, "not-found", "");
        }
        assertProblem(set("{\"search\": {\"SAS\": 1}}"), 404, "not-found", "");
        path = "/v2/l7/heavy/-a";
        assertProblem(get("/weights/values/"), 400, "invalid-request", "config_id");
    }
}
