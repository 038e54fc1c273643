package dev.balancerdeployer.web.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Shifts and safety rules over HTTP (SPEC W8, W9). */
class WeightShiftsRestTest extends WeightsRest {

    private static final String SAS_AWAY =
            "{\"away\": [\"SAS\"], \"expires_in\": \"10s\", \"reason\": \"power\"}";

    @Test
    void aShiftLiesOverTheValuesAndEndsByItself() {
        var started = shift(SAS_AWAY);

        assertThat(started.status()).as(started.body()).isEqualTo(201);
        var id = started.text("shift_id");
        assertThat(started.header("Location")).endsWith("/shifts/" + id + "/");
        assertThat(started.body())
                .contains("\"away\":[\"SAS\"],\"components\":[\"search\"],\"state\":\"ACTIVE\"");
        assertThat(effective()).isEqualTo("0/50/50");
        assertThat(values()).isEqualTo("34/33/33");
        weights.clock().advance(Duration.ofSeconds(10));
        weights.endShifts();

        assertThat(effective()).isEqualTo("34/33/33");
        assertThat(get("/weights/current/").header("ETag")).isEqualTo("\"3\"");
        assertThat(get("/shifts/" + id + "/").text("state")).isEqualTo("EXPIRED");
        assertThat(get("/weights/history/").json().path("items").findValuesAsString("cause"))
                .containsExactly("SHIFT_ENDED", "SHIFT_STARTED", "CONFIG");
        assertThat(
                        wire.json("PATCH", path + "/shifts/" + id, "{\"expires_in\": \"1h\"}")
                                .text("type"))
                .isEqualTo("/problems/wrong-state");
    }

    @Test
    void aShiftIsMovedAndCancelled() {
        var id = shift(SAS_AWAY).text("shift_id");

        var moved = wire.json("PATCH", path + "/shifts/" + id + "/", "{\"expires_in\": \"1h\"}");
        assertThat(moved.status()).as(moved.body()).isEqualTo(200);
        weights.clock().advance(Duration.ofMinutes(30));
        weights.endShifts();
        assertThat(effective()).isEqualTo("0/50/50");
        assertThat(wire.send("DELETE", path + "/shifts/" + id + "/?reason=done", null).status())
                .isEqualTo(204);

        assertThat(effective()).isEqualTo("34/33/33");
        assertThat(get("/shifts/").json().path("items").findValuesAsString("state"))
                .containsExactly("CANCELLED");
        assertThat(audited())
                .startsWith(
                        "SHIFT_CANCELLED 2>3 DONE",
                        "SHIFT_EXTENDED 2>2 DONE",
                        "SHIFT_STARTED 1>2 DONE");
        assertThat(wire.send("DELETE", path + "/shifts/" + id, null).text("type"))
                .isEqualTo("/problems/wrong-state");
        assertThat(wire.send("DELETE", path + "/shifts/nobody", null).status()).isEqualTo(404);
    }

    @Test
    void aBrokenRuleIsNamedAndMayBeOverridden() {
        put(
                config(", \"safety\": {\"min_active_locations\": 2, \"max_step\": 20}"),
                "If-Match: \"1\"");
        var step = "{\"new_weights\": {\"search\": {\"SAS\": 0, \"MSK\": 0}}%s}";

        var refused = post("/weights/set/", step.formatted(""));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("type")).isEqualTo("/problems/safety-rule");
        assertThat(refused.body()).contains("\"rules\":[\"min_active_locations\",\"max_step\"]");
        var half =
                post(
                        "/weights/set/",
                        step.formatted(", \"comment\": \"c\", \"override\": [\"max_step\"]"));
        assertThat(half.body()).contains("\"rules\":[\"min_active_locations\"]");
        var done =
                post(
                        "/weights/set/",
                        step.formatted(
                                ", \"comment\": \"fire\","
                                        + " \"override\": [\"max_step\", \"min_active_locations\"]"));
        assertThat(row(done, "new")).isEqualTo("0/0/100");

        var newest = get("/weights/history/").json().path("items").get(0);
        assertThat(newest.path("overrides").toString())
                .isEqualTo("[\"min_active_locations\",\"max_step\"]");
        var target = "l7heavy/" + path.substring("/v2/l7/heavy/".length());
        var reasons = wire.get("/api/v1/audit?target=" + target).json().path("items");
        assertThat(reasons.get(0).path("reason").asString())
                .isEqualTo("fire (override: min_active_locations, max_step)");
    }
}
