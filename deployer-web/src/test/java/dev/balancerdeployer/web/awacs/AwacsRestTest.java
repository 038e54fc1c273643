package dev.balancerdeployer.web.awacs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.asyncDispatch;

import dev.balancerdeployer.coordination.Audit;
import dev.balancerdeployertest.MutableClock;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@SpringBootTest(classes = AwacsSlice.class, properties = AwacsSlice.WITHOUT_DATABASE)
@AutoConfigureMockMvc
class AwacsRestTest {

    private static final String ROOT = "/awacs/v1/namespaces";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String[] ABSENT = {"If-None-Match", "*"};

    @Autowired MockMvcTester http;
    @Autowired MutableClock clock;
    @Autowired AwacsSlice.RecordedAudit audit;

    private final String maps = "maps-" + UUID.randomUUID();
    private final String path = ROOT + "/" + maps;

    // ---- namespaces

    @Test
    void createsANamespaceAndReadsIt() {
        var created = create();

        assertThat(created).hasStatus(201).hasHeader("ETag", "\"1\"");
        var read = http.get().uri(path).exchange();
        assertThat(read).hasStatusOk().hasHeader("ETag", "\"1\"");
        assertThat(json(read)).isEqualTo(json(created));
        assertThat(json(read).toString())
                .contains(
                        "\"namespace\":\"" + maps + "\",\"version\":1,\"updated_at\":\"20",
                        "\"updated_by\":\"alice\",\"comment\":\"first\",\"objects\":[",
                        "{\"path\":\"backends/front.yaml\",\"size\":2,\"digest\":\"")
                .doesNotContain("content", "revision");
        assertThat(json(read).path("balancers").toString())
                .contains(
                        "{\"location\":\"sas\",\"target_version\":1,\"active_version\":null,"
                                + "\"state\":\"IN_PROGRESS\",\"state_since\":\"20",
                        "{\"location\":\"vla\",\"target_version\":null,\"active_version\":null,"
                                + "\"state\":null,\"state_since\":null,\"message\":\"\","
                                + "\"pauses\":[{\"token\":\"bake/1\",\"kind\":\"BAKE\","
                                + "\"author\":\"alice\",\"reason\":\"one by one\",\"since\":\"20",
                        "\"overdue_at\":null");
    }

    @Test
    void aNamespaceIsNeverNotModifiedForItsBalancersChangeWithoutAVersion() {
        create();

        assertThat(get(path, "If-None-Match", "\"1\"")).hasStatusOk();
    }

    @Test
    void refusesToCreateTwice() {
        create();

        var again = create();

        refused(again, 409, "already-exists");
        assertThat(json(again).path("current_version").asLong()).isEqualTo(1);
    }

    @Test
    void replacesAllObjectsInOneVersion() {
        create();

        var put = put(path, objects("other.cfg", "x"), "If-Match", "\"1\"");

        assertThat(put).hasStatusOk().hasHeader("ETag", "\"2\"");
        assertThat(json(put).path("objects")).hasSize(1);
        assertThat(json(put).path("balancers")).hasSize(2);
    }

    @Test
    void aRepeatedAttemptAnswersItsFirstResult() {
        create();
        var body = objects("a", "2").replace("}]", "}], \"attempt\": \"run-1/update\"");
        var first = put(path, body, "If-Match", "\"1\"");
        put(path, objects("a", "3"), "If-Match", "\"2\"");

        var again = put(path, body, "If-Match", "\"1\"");

        assertThat(first).hasStatusOk().hasHeader("X-Changed", "true");
        assertThat(again).hasStatusOk().hasHeader("ETag", "\"2\"").hasHeader("X-Changed", "false");
        assertThat(json(again).path("version").asLong()).isEqualTo(2);
        assertThat(json(again).path("objects")).isEqualTo(json(first).path("objects"));
        assertThat(json(http.get().uri(path).exchange()).path("version").asLong()).isEqualTo(3);
        assertThat(audit.of("namespaces/" + maps)).hasSize(3);
    }

    @Test
    void addsALocationWithItsPauseAndRemovesNone() {
        create();

        var put =
                put(
                        path,
                        """
                        {"balancers": [{"location": "man", "pauses": [{"token": "t",
                          "kind": "FREEZE", "reason": "new", "author": "x",
                          "since": "2026-01-01T00:00:00Z", "overdue_at": "2030-01-01T00:00:00Z"}]}],
                         "objects": []}
                        """,
                        "If-Match",
                        "\"1\"");

        assertThat(put).hasStatusOk();
        assertThat(json(put).path("balancers")).hasSize(3);
        var man = json(put).path("balancers").get(2);
        assertThat(man.path("target_version").isNull()).isTrue();
        assertThat(man.path("pauses").get(0).path("author").asString()).isEqualTo("alice");
        assertThat(man.path("pauses").get(0).path("overdue_at").asString())
                .isEqualTo("2030-01-01T00:00:00.000Z");
    }

    @Test
    void keepsTheRevisionOfARollout() {
        var sha = "0123456789".repeat(4);
        create();

        var put =
                put(path, "{\"objects\": [], \"revision\": \"" + sha + "\"}", "If-Match", "\"1\"");

        assertThat(json(put).path("revision").asString()).isEqualTo(sha);
    }

    @Test
    void refusesAStaleWriteWithTheCurrentVersion() {
        create();

        var stale = put(path, objects("a", "2"), "If-Match", "\"7\"");

        refused(stale, 412, "stale-version");
        assertThat(json(stale).path("current_version").asLong()).isEqualTo(1);
    }

    @Test
    void wantsToKnowWhatAWriteReplaces() {
        create();

        refused(put(path, objects("a", "2")), 428, "precondition-required");
        refused(put(path, objects("a", "2"), "If-Match", "*"), 400, "invalid-request");
        refused(put(path, objects("a", "2"), "If-Match", "W/\"1\""), 400, "invalid-request");
        refused(text("PUT", "a", "x"), 428, "precondition-required");
        refused(text("DELETE", "a", null), 428, "precondition-required");
    }

    @Test
    void knowsNothingOfNamespacesThatAreNotThere() {
        refused(http.get().uri(path).exchange(), 404, "not-found");
        refused(put(path, objects("a", "2"), "If-Match", "\"1\""), 404, "not-found");
        refused(http.get().uri(path + "/versions").exchange(), 404, "not-found");
        refused(http.get().uri(path + "/versions/1").exchange(), 404, "not-found");
        refused(http.get().uri(path + "/objects/a").exchange(), 404, "not-found");
        refused(text("PUT", "a", "x", "If-Match", "\"1\""), 404, "not-found");
        refused(http.get().uri(path + "/balancers/sas/target").exchange(), 404, "not-found");
        refused(pause("sas", "t"), 404, "not-found");
        refused(lift("sas", "t"), 404, "not-found");
        refused(status("sas", 1, "ACTIVE"), 404, "not-found");
    }

    @Test
    void refusesAnOldFenceAndWhatComesTooLate() {
        create();
        var fence = "], \"fence\": {\"semaphore\": \"S\", \"number\": %d}}";
        var late = "], \"not_after\": \"" + clock.instant() + "\"}";
        assertThat(
                        put(
                                path,
                                objects("a", "2").replace("]}", fence.formatted(7)),
                                "If-Match",
                                "\"1\""))
                .hasStatusOk();

        refused(
                put(path, objects("a", "3").replace("]}", fence.formatted(6)), "If-Match", "\"2\""),
                409,
                "fenced-off");
        refused(
                put(path, objects("a", "3").replace("]}", late), "If-Match", "\"2\""),
                409,
                "fenced-off");
        refused(
                pause("sas", "t", ", \"fence\": {\"semaphore\": \"S\", \"number\": 6}"),
                409,
                "fenced-off");
        refused(lift("sas", "t", "X-Fence", "S:6"), 409, "fenced-off");
        refused(lift("sas", "t", "X-Not-After", clock.instant().toString()), 409, "fenced-off");
        refused(text("PUT", "a", "x", "If-Match", "\"2\"", "X-Fence", "S:6"), 409, "fenced-off");
    }

    @Test
    void heedsWhatProtectsAWriteInHeadersBesideABodyToo() {
        create();
        var token = path + "/balancers/sas/pauses/t";
        var late = clock.instant().toString();
        assertThat(put(token, pauseBody(""), "X-Fence", "S:7", "X-Attempt", "run/1"))
                .hasStatus(201);
        assertThat(lift("sas", "t")).hasStatus(204);
        assertThat(put(token, pauseBody(""), "X-Fence", "S:7", "X-Attempt", "run/1"))
                .hasHeader("X-Changed", "false");

        refused(put(token, pauseBody(""), "X-Fence", "S:6"), 409, "fenced-off");
        refused(put(token, pauseBody(""), "X-Not-After", late), 409, "fenced-off");
        refused(
                put(path, objects("a", "2"), "If-Match", "\"1\"", "X-Fence", "S:6"),
                409,
                "fenced-off");
        refused(
                put(path, objects("a", "2"), "If-Match", "\"1\"", "X-Not-After", late),
                409,
                "fenced-off");
        place(put(token, pauseBody(", \"attempt\": \"a\""), "X-Attempt", "b"), "X-Attempt");
    }

    @Test
    void namesThePlaceOfAMistake() {
        place(
                put(path, "{\"objects\": [{\"path\": \"../x\", \"content\": \"\"}]}", ABSENT),
                "objects[0].path");
        place(put(path, "{\"objects\": [null]}", ABSENT), "objects[0]");
        place(put(path, "{\"objects\": [{\"path\": \"a\"}]}", ABSENT), "objects[0].content");
        place(
                put(
                        path,
                        "{\"objects\": [{\"path\": \"a\", \"content\": \"\"},"
                                + " {\"path\": \"a\", \"content\": \"\"}]}",
                        ABSENT),
                "objects[1].path");
        place(put(path, "{}", ABSENT), "objects");
        place(
                put(path, "{\"objects\": [], \"balancers\": [\"s s\"]}", ABSENT),
                "balancers[0].location");
        place(put(path, "{\"objects\": [], \"balancers\": [null]}", ABSENT), "balancers[0]");
        place(
                put(path, "{\"objects\": [], \"balancers\": [\"sas\", \"sas\"]}", ABSENT),
                "balancers[1]");
        place(
                put(
                        path,
                        "{\"objects\": [], \"balancers\": [{\"location\": \"sas\", \"pauses\":"
                                + " [{\"token\": \"t\", \"kind\": \"SLEEP\", \"reason\": \"x\"}]}]}",
                        ABSENT),
                "balancers[0].pauses[0].kind");
        place(
                put(
                        path,
                        "{\"objects\": [], \"balancers\": [{\"location\": \"sas\", \"pauses\": ["
                                + "{\"token\": \"t\", \"kind\": \"BAKE\", \"reason\": \"x\"},"
                                + "{\"token\": \"t\", \"kind\": \"BAKE\", \"reason\": \"x\"}]}]}",
                        ABSENT),
                "balancers[0].pauses[1].token");
        place(put(path, "{\"objects\": [], \"colour\": 1}", ABSENT), "colour");
        place(
                put(path, "{\"objects\": [], \"comment\": \"" + "x".repeat(2001) + "\"}", ABSENT),
                "comment");
        place(put(path, "{\"objects\": [], \"attempt\": \"a b\"}", ABSENT), "attempt");
        place(put(path, "{\"objects\": [], \"revision\": \"main\"}", ABSENT), "revision");
        place(
                put(
                        path,
                        "{\"objects\": [], \"fence\": {\"semaphore\": \"S\", \"number\": 0}}",
                        ABSENT),
                "fence");
        place(
                put(path, "{\"objects\": [{\"path\": \"a\", \"content\": \"x\\u0000\"}]}", ABSENT),
                "objects[0].content");
        place(
                put(path, "{\"objects\": [{\"path\": \"a\", \"content\": \"\\ud800\"}]}", ABSENT),
                "objects[0].content");
        place(put(ROOT + "/no%20name", "{\"objects\": []}", ABSENT), "ns");
        refused(http.get().uri(path).exchange(), 404, "not-found");
    }

    @Test
    void refusesTooMuchAndNamesIt() {
        create();
        var big = "x".repeat((1 << 20) + 1);

        var inList =
                put(
                        path,
                        "{\"objects\": [{\"path\": \"a\", \"content\": \"\"}, {\"path\": \"b\","
                                + " \"content\": \""
                                + big
                                + "\"}]}",
                        "If-Match",
                        "\"1\"");
        refused(inList, 413, "too-large");
        assertThat(json(inList).path("place").asString()).isEqualTo("objects[1].content");

        var alone = text("PUT", "b", big, "If-Match", "\"1\"");
        refused(alone, 413, "too-large");
        assertThat(json(alone).path("place").asString()).isEqualTo("body");

        var all =
                IntStream.range(0, 17)
                        .mapToObj(it ->
                                "{\"path\": \"o%d\", \"content\": \"%s\"}"
                                        .formatted(it, big.substring(1)))
                        .collect(Collectors.joining(",", "{\"objects\": [", "]}"));
        var together = put(path, all, "If-Match", "\"1\"");
        refused(together, 413, "too-large");
        assertThat(json(together).path("place").asString()).isEqualTo("objects");
    }

    @Test
    void listsNamespacesByNameInPages() {
        put(ROOT + "/aa-" + maps, "{\"objects\": []}", "If-None-Match", "*");
        put(ROOT + "/ab-" + maps, "{\"objects\": []}", "If-None-Match", "*");

        var first = json(http.get().uri(ROOT + "?limit=1").exchange());
        var second =
                json(
                        http.get()
                                .uri(ROOT + "?limit=500&after=" + first.path("next").asString())
                                .exchange());

        assertThat(first.path("items")).hasSize(1);
        assertThat(first.path("items").get(0).has("objects")).isFalse();
        assertThat(second.path("items").size()).isGreaterThanOrEqualTo(1);
        refused(http.get().uri(ROOT + "?limit=0").exchange(), 400, "invalid-request");
        refused(http.get().uri(ROOT + "?after=nonsense").exchange(), 400, "invalid-request");
    }

    // ---- objects

    @Test
    void readsAndWritesOneObjectAsItIs() {
        create();
        var text = "\ufeff\u00fc\ud83d\ude00\r\n\ttext";

        var put = text("PUT", "deep/er/new.cfg?comment=why", text, "If-Match", "\"1\"");
        var read = http.get().uri(path + "/objects/deep/er/new.cfg").exchange();

        assertThat(put).hasStatusOk().hasHeader("ETag", "\"2\"");
        assertThat(json(put).toString())
                .isEqualTo("{\"namespace\":\"" + maps + "\",\"version\":2}");
        assertThat(read)
                .hasStatusOk()
                .hasHeader("ETag", "\"2\"")
                .hasHeader("Content-Type", "text/plain;charset=UTF-8");
        assertThat(read.getResponse().getContentAsByteArray())
                .isEqualTo(text.getBytes(StandardCharsets.UTF_8));
        assertThat(get(path + "/objects/deep/er/new.cfg", "If-None-Match", "\"2\"")).hasStatus(304);
        assertThat(last().reason()).isEqualTo("why");
        assertThat(last().action()).isEqualTo("OBJECT_PUT");
        assertThat(last().beforeVersion()).isEqualTo(1);
        assertThat(last().afterVersion()).isEqualTo(2);
    }

    @Test
    void removesOneObject() {
        create();

        var removed = text("DELETE", "haproxy.cfg", null, "If-Match", "\"1\"");

        assertThat(removed).hasStatusOk().hasHeader("ETag", "\"2\"");
        refused(http.get().uri(path + "/objects/haproxy.cfg").exchange(), 404, "not-found");
        refused(text("DELETE", "haproxy.cfg", null, "If-Match", "\"2\""), 404, "not-found");
        refused(
                text("DELETE", "backends/front.yaml", null, "If-Match", "\"1\""),
                412,
                "stale-version");
        assertThat(last().problem()).isEqualTo("/problems/stale-version");
    }

    @Test
    void aRepeatedAttemptOnAnObjectChangesNothing() {
        create();
        text("PUT", "a", "1", "If-Match", "\"1\"", "X-Attempt", "me/1");
        text("PUT", "a", "2", "If-Match", "\"2\"");

        var again = text("PUT", "a", "1", "If-Match", "\"1\"", "X-Attempt", "me/1");

        assertThat(again).hasStatusOk().hasHeader("ETag", "\"2\"").hasHeader("X-Changed", "false");
        assertThat(http.get().uri(path + "/objects/a").exchange()).bodyText().isEqualTo("2");
    }

    @Test
    void takesOnlyText() {
        create();
        var json =
                http.put()
                        .uri(path + "/objects/a")
                        .header("If-Match", "\"1\"")
                        .contentType(MediaType.APPLICATION_JSON)
                        .content("{}")
                        .exchange();
        refused(json, 415, "unsupported-media-type");
        refused(text("PUT", "a", "x\0", "If-Match", "\"1\""), 400, "invalid-request");
        var broken =
                http.put()
                        .uri(path + "/objects/a")
                        .header("If-Match", "\"1\"")
                        .contentType(MediaType.TEXT_PLAIN)
                        .content(new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80})
                        .exchange();
        refused(broken, 400, "invalid-request");
        refused(text("PUT", "a%20b", "x", "If-Match", "\"1\""), 400, "invalid-request");
        refused(
                text("PUT", "a", "x", "If-Match", "\"1\"", "X-Fence", "seven"),
                400,
                "invalid-request");
    }

    // ---- versions

    @Test
    void listsAndReadsVersions() {
        create();
        put(
                path,
                objects("a", "2").replace("]}", "], \"attempt\": \"run/1\", \"comment\": \"two\"}"),
                "If-Match",
                "\"1\"");

        var page = json(http.get().uri(path + "/versions?limit=1").exchange());
        var next =
                json(
                        http.get()
                                .uri(path + "/versions?after=" + page.path("next").asString())
                                .exchange());
        var one = http.get().uri(path + "/versions/1").exchange();

        assertThat(page.path("items").get(0).toString())
                .contains(
                        "\"version\":2,\"author\":\"alice\",\"comment\":\"two\",\"attempt\":\"run/1\"")
                .doesNotContain("content");
        assertThat(next.path("items").get(0).toString())
                .contains("\"version\":1", "\"created_at\":\"20")
                .doesNotContain("attempt");
        assertThat(next.path("next").isNull()).isTrue();
        assertThat(one).hasStatusOk();
        assertThat(json(one).path("objects").get(1).path("content").asString()).isEqualTo("global");
        refused(http.get().uri(path + "/versions/3").exchange(), 404, "not-found");
        refused(http.get().uri(path + "/versions/newest").exchange(), 400, "invalid-request");
    }

    // ---- pauses

    @Test
    void setsAPauseOnceAndLiftsIt() {
        create();

        assertThat(pause("sas", "mine/1")).hasStatus(201).hasHeader("ETag", "\"1\"");
        assertThat(last().action()).isEqualTo("PAUSE_SET");
        assertThat(last().reason()).isEqualTo("because");
        assertThat(pause("sas", "mine/1")).hasStatus(200);
        assertThat(pauses("sas")).containsExactly("mine/1");
        assertThat(lift("sas", "mine/1")).hasStatus(204).hasHeader("X-Changed", "true");
        assertThat(last().action()).isEqualTo("PAUSE_LIFTED");
        assertThat(lift("sas", "mine/1")).hasStatus(204).hasHeader("X-Changed", "false");
        assertThat(pauses("sas")).isEmpty();
        assertThat(audit.of("namespaces/" + maps)).hasSize(3);
        refused(pause("man", "t"), 404, "not-found");
        refused(lift("man", "t"), 404, "not-found");
    }

    @Test
    void aRepeatedPauseDoesNotComeBackAfterItWasLifted() {
        create();
        assertThat(pause("sas", "t", ", \"attempt\": \"p1\"")).hasStatus(201);
        lift("sas", "t");

        assertThat(pause("sas", "t", ", \"attempt\": \"p1\"")).hasStatus(200);

        assertThat(pauses("sas")).isEmpty();
    }

    @Test
    void aRepeatedLiftTakesNoLaterPauseAway() {
        create();
        pause("sas", "t");
        lift("sas", "t", "X-Attempt", "l1");
        pause("sas", "t");

        assertThat(lift("sas", "t", "X-Attempt", "l1")).hasStatus(204);

        assertThat(pauses("sas")).containsExactly("t");
    }

    @Test
    void liftsForOneVersionOnly() {
        create();
        pause("sas", "t");
        put(path, objects("a", "2"), "If-Match", "\"1\"");

        refused(lift("sas", "t?version=1"), 412, "stale-version");
        assertThat(lift("sas", "t?version=2")).hasStatus(204);
        refused(lift("sas", "t?version=two"), 400, "invalid-request");
    }

    @Test
    void liftsOnlyWhileOthersAreActive() {
        create();

        var early = lift("vla", "bake/1?version=1", "X-Requires-Active", "sas, man");
        refused(early, 409, "not-active");
        assertThat(json(early).path("locations").toString()).isEqualTo("[\"sas\",\"man\"]");
        assertThat(status("sas", 1, "ACTIVE")).hasStatus(204);
        assertThat(lift("vla", "bake/1?version=1", "X-Requires-Active", "sas")).hasStatus(204);
        refused(lift("vla", "bake/1", "X-Requires-Active", "sas,,"), 400, "invalid-request");
    }

    @Test
    void refusesAPauseThatSaysNothing() {
        create();
        var uri = path + "/balancers/sas/pauses/t";

        place(put(uri, "{\"kind\": \"HUMAN\"}"), "reason");
        place(put(uri, "{\"kind\": \"HUMAN\", \"reason\": \" \"}"), "reason");
        place(put(uri, "{\"kind\": \"NAP\", \"reason\": \"x\"}"), "kind");
        place(
                put(uri, "{\"kind\": \"HUMAN\", \"reason\": \"x\", \"overdue_at\": \"soon\"}"),
                "overdue_at");
        place(put(path + "/balancers/sas/pauses/t%20t", pauseBody("")), "token");
        assertThat(pauses("sas")).isEmpty();
    }

    @Test
    void aBalancerTakesSoManyPausesOnly() {
        create();
        for (var i = 0; i < 32; i++) {
            assertThat(pause("sas", "t" + i)).hasStatus(201);
        }

        place(pause("sas", "t32"), "pauses");
    }

    // ---- nodes

    @Test
    void tellsANodeItsTarget() {
        create();
        var uri = path + "/balancers/sas/target";

        var first = http.get().uri(uri).exchange();

        assertThat(first).hasStatusOk().hasHeader("ETag", "\"1\"");
        assertThat(json(first).toString())
                .isEqualTo(
                        "{\"namespace\":\""
                                + maps
                                + "\",\"location\":\"sas\",\"version\":1,"
                                + "\"objects\":["
                                + "{\"path\":\"backends/front.yaml\",\"content\":\"x\\n\"},"
                                + "{\"path\":\"haproxy.cfg\",\"content\":\"global\"}]}");
        assertThat(get(uri, "If-None-Match", "\"1\"")).hasStatus(304).hasHeader("ETag", "\"1\"");
        assertThat(get(uri, "If-None-Match", "W/\"1\"")).hasStatus(304);
        assertThat(get(uri, "If-None-Match", "\"9\"")).hasStatusOk();
        refused(get(uri, "If-None-Match", "*"), 400, "invalid-request");
        refused(get(uri + "?wait=61s", "If-None-Match", "\"1\""), 400, "invalid-request");
        refused(get(uri + "?wait=long", "If-None-Match", "\"1\""), 400, "invalid-request");
    }

    @Test
    void aNodeWaitsInVain() {
        create();

        var waited = get(path + "/balancers/sas/target?wait=50ms", "If-None-Match", "\"1\"");

        assertThat(waited).hasStatus(304).hasHeader("ETag", "\"1\"");
        assertThat(waited).body().isEmpty();
    }

    @Test
    void aNodeIsToldOfANewTargetWhileItWaits() {
        create();
        var waits =
                http.get()
                        .uri(path + "/balancers/sas/target?wait=30s")
                        .header("If-None-Match", "\"1\"")
                        .asyncExchange();
        assertThat(waits).request().hasAsyncStarted(true);

        put(path, objects("a", "2"), "If-Match", "\"1\"");

        waits.getMvcResult().getAsyncResult(Duration.ofSeconds(20).toMillis());
        var told = http.perform(asyncDispatch(waits.getMvcResult()));
        assertThat(told).hasStatusOk().hasHeader("ETag", "\"2\"");
        assertThat(json(told).path("version").asLong()).isEqualTo(2);
    }

    @Test
    void aBalancerThatWasAlwaysPausedHasNoTarget() {
        create();
        var uri = path + "/balancers/vla/target";

        var none = http.get().uri(uri).exchange();

        refused(none, 404, "not-found");
        assertThat(json(none).path("detail").asString()).contains("no target yet", "paused");
        refused(http.get().uri(uri + "?wait=50ms").exchange(), 404, "not-found");
        lift("vla", "bake/1");
        assertThat(http.get().uri(uri).exchange()).hasStatusOk();
        refused(http.get().uri(path + "/balancers/man/target").exchange(), 404, "not-found");
    }

    @Test
    void takesANodesWord() {
        create();

        assertThat(status("sas", 1, "FAILED")).hasStatus(204);

        var sas = json(http.get().uri(path).exchange()).path("balancers").get(0);
        assertThat(sas.path("state").asString()).isEqualTo("FAILED");
        assertThat(sas.path("message").asString()).hasSize(2_000);
        assertThat(audit.of("namespaces/" + maps)).hasSize(1);
        place(status("sas", 2, "ACTIVE"), "version");
        place(status("sas", 1, "FINE"), "state");
        refused(status("man", 1, "ACTIVE"), 404, "not-found");
    }

    // ---- deployers elsewhere

    @Test
    void raisesTheFenceOfANamespaceThatIsNotThere() {
        var seven = "{\"semaphore\": \"S\", \"number\": 7}";

        var raised = put(path + "/fence", seven);

        assertThat(raised).hasStatusOk().hasHeader("X-Changed", "true");
        assertThat(json(raised).path("version").asLong()).isZero();
        assertThat(put(path + "/fence", seven)).hasStatusOk().hasHeader("X-Changed", "false");
        refused(put(path + "/fence", seven.replace("7", "6")), 409, "fenced-off");
        refused(http.get().uri(path).exchange(), 404, "not-found");
    }

    @Test
    void tellsWhatAnAttemptDid() {
        create();
        pause("sas", "t", ", \"attempt\": \"run/1:p\"");

        assertThat(json(http.get().uri(path + "/attempts/run/1:p").exchange()).toString())
                .isEqualTo("{\"attempt\":\"run/1:p\",\"version\":1}");
        refused(http.get().uri(path + "/attempts/run/2").exchange(), 404, "not-found");
    }

    // ---- the description

    @Test
    void describesEveryCallWithASummaryAndEveryBodyWithAnExampleThatIsAccepted() {
        create();
        var paths = json(http.get().uri("/v3/api-docs").exchange()).path("paths");
        var ours =
                paths.propertyStream().filter(it -> it.getKey().startsWith("/awacs/v1/")).toList();

        assertThat(ours).hasSize(10);
        for (var described : ours) {
            for (var operation : described.getValue().propertyStream().toList()) {
                var place = operation.getKey() + " " + described.getKey();
                assertThat(operation.getValue().path("summary").asString()).as(place).isNotBlank();
                var bodies = operation.getValue().path("requestBody").path("content");
                for (var body : bodies.propertyStream().toList()) {
                    var example = body.getValue().path("example");
                    assertThat(example.isMissingNode()).as(place).isFalse();
                    assertThat(sent(described.getKey(), body.getKey(), example))
                            .as(place)
                            .matches(it -> it.getResponse().getStatus() < 300);
                }
            }
        }
    }

    private MvcTestResult sent(String described, String type, JsonNode example) {
        var uri =
                described
                        .replace("{ns}", maps)
                        .replace("{location}", "sas")
                        .replace("{path}", "example.cfg")
                        .replace("{token}", "example");
        var version = json(http.get().uri(path).exchange()).path("version").asLong();
        return http.put()
                .uri(uri)
                .header("If-Match", "\"" + version + "\"")
                .contentType(MediaType.parseMediaType(type))
                .content(example.isString() ? example.asString() : example.toString())
                .exchange();
    }

    // ---- words

    private MvcTestResult create() {
        return put(
                path,
                """
                {"balancers": ["sas", {"location": "vla", "pauses": [
                   {"token": "bake/1", "kind": "BAKE", "reason": "one by one"}]}],
                 "objects": [{"path": "haproxy.cfg", "content": "global"},
                             {"path": "backends/front.yaml", "content": "x\\n"}],
                 "comment": "first"}
                """,
                ABSENT);
    }

    private MvcTestResult put(String uri, String body, String... headers) {
        var request =
                http.method(HttpMethod.PUT)
                        .uri(URI.create(uri))
                        .header("X-Actor", "alice")
                        .contentType(MediaType.APPLICATION_JSON)
                        .content(body);
        for (var i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request.exchange();
    }

    private MvcTestResult text(
            String method, String object, @Nullable String text, String... headers) {
        var request =
                http.method(HttpMethod.valueOf(method))
                        .uri(URI.create(path + "/objects/" + object))
                        .header("X-Actor", "alice");
        if (text != null) {
            request.contentType(new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8));
            request.content(text.getBytes(StandardCharsets.UTF_8));
        }
        for (var i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request.exchange();
    }

    private MvcTestResult get(String uri, String header, String value) {
        return http.get().uri(uri).header(header, value).exchange();
    }

    private MvcTestResult pause(String location, String token) {
        return pause(location, token, "");
    }

    private MvcTestResult pause(String location, String token, String more) {
        return put(path + "/balancers/" + location + "/pauses/" + token, pauseBody(more));
    }

    private static String pauseBody(String more) {
        return "{\"kind\": \"HUMAN\", \"reason\": \"because\"" + more + "}";
    }

    private MvcTestResult lift(String location, String token, String... headers) {
        var request = http.delete().uri(path + "/balancers/" + location + "/pauses/" + token);
        for (var i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request.exchange();
    }

    private MvcTestResult status(String location, long version, String state) {
        return put(
                path + "/balancers/" + location + "/status",
                "{\"version\": %d, \"state\": \"%s\", \"message\": \"%s\"}"
                        .formatted(version, state, "m".repeat(2_500)));
    }

    private List<String> pauses(String location) {
        var namespace = json(http.get().uri(path).exchange());
        return namespace
                .path("balancers")
                .valueStream()
                .filter(it -> it.path("location").asString().equals(location))
                .flatMap(it -> it.path("pauses").valueStream())
                .map(it -> it.path("token").asString())
                .toList();
    }

    private static String objects(String path, String text) {
        return "{\"objects\": [{\"path\": \"%s\", \"content\": \"%s\"}]}".formatted(path, text);
    }

    private Audit.Entry last() {
        return audit.of("namespaces/" + maps).getLast();
    }

    private static void refused(MvcTestResult answer, int status, String type) {
        assertThat(answer).hasStatus(status).hasContentType("application/problem+json");
        assertThat(json(answer).path("type").asString()).isEqualTo("/problems/" + type);
    }

    private static void place(MvcTestResult answer, String place) {
        refused(answer, 400, "invalid-request");
        assertThat(json(answer).path("place").asString()).isEqualTo(place);
    }

    private static JsonNode json(MvcTestResult answer) {
        return JSON.readTree(answer.getResponse().getContentAsByteArray());
    }
}
