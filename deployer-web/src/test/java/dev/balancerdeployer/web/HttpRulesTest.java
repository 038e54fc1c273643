package dev.balancerdeployer.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.web.Wire.Answer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

@OnTheWire
class HttpRulesTest {

    private static final String CREATE = "If-None-Match: *";

    @LocalServerPort int port;
    private Wire wire;

    @BeforeEach
    void connect() {
        wire = new Wire(port);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/jobs//",
                "/api//v1/jobs",
                "//api/v1/jobs",
                "/api/v1/./jobs",
                "/api/v1/x/../jobs",
                "/../etc/passwd",
                "/api/v1/%2e%2e/jobs",
                "/api/v1/%2E/jobs",
                "/api/v1/jobs;x=1",
                "/api/v1/jobs%3Bx",
                "/api/v1/jobs%2Fx",
                "/api/v1/jobs%2fx",
                "/api/v1/jobs%5Cx",
                "/api/v1/jobs/%ff/runs",
                "/api/v1/jobs/%c0%80/runs",
                "/api/v1/jobs/%ed%a0%80/runs",
                "/api/v1/jobs/%00/runs",
                "/api/v1/jobs/%7f/runs",
                "/api/v1/jobs/a%0Ab/runs",
                "/api/v1/jobs/%zz/runs",
                "/api/v1/jobs/%a"
            })
    void refusesPathsThatAreNotPlain(String path) {
        var answer = wire.get(path);

        problem(answer, 400, "invalid-request");
        assertThat(answer.text("place")).isEqualTo("path");
        assertThat(answer.text("instance")).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/jobs\\x",
                "/api/v1/jobs/a|b",
                "/api/v1/jobs/a<b",
                "/api/v1/jobs/\u00ff",
                "/api/v1/jobs?a=\u00ff",
                "/api/v1/jobs /x"
            })
    void refusesCharactersThatNoRequestLineMayHold(String path) {
        problem(wire.get(path), 400, "invalid-request");
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0,limit",
        "limit=501,limit",
        "limit=-1,limit",
        "limit=+1,limit",
        "limit=1.0,limit",
        "limit=x,limit",
        "limit=,limit",
        "limit=1&limit=2,limit",
        "after=zzz,after",
        "after=,after",
        "actor=%00,actor",
        "actor=%ff,actor",
        "actor=%zz,actor",
        "unknown=%00,unknown",
        "=,query",
        "=x&limit=1,query",
        "since=yesterday,since",
        "since=2026-02-30T00:00:00Z,since",
        "until=2026-01-01,until"
    })
    void refusesQueriesThatAreNotValid(String query, String place) {
        var answer = wire.get("/api/v1/audit?" + query);

        problem(answer, 400, "invalid-request");
        assertThat(answer.text("place")).isEqualTo(place);
    }

    @Test
    void ignoresUnknownParameters() {
        assertThat(wire.get("/api/v1/jobs?colour=blue").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/jobs", "/api/v1/semaphores", "/api/v1/jobs/deployer/runs"})
    void servesAPathWithAndWithoutItsTrailingSlash(String path) {
        var plain = wire.get(path);
        var slash = wire.get(path + "/");

        assertThat(plain.status()).isEqualTo(200);
        assertThat(slash.status()).isEqualTo(200);
        assertThat(slash.body()).isEqualTo(plain.body());
    }

    @Test
    void answersHeadAsGetWithoutTheBody() {
        var get = wire.get("/api/v1/jobs");
        var head = wire.send("HEAD", "/api/v1/jobs", null);

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.header("Content-Length"))
                .isEqualTo(String.valueOf(get.body().getBytes(StandardCharsets.UTF_8).length));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nope", "/error", "/api/v1/jobs/x/y/z", "/favicon.ico", "/api"})
    void answersNotFoundWhereThereIsNothing(String path) {
        problem(wire.get(path), 404, "not-found");
        problem(wire.get(path, "Accept: text/html"), 404, "not-found");
        problem(wire.json("POST", path, "{}"), 404, "not-found");
    }

    @Test
    void namesTheMethodsOfAPath() {
        var answer = wire.send("DELETE", "/api/v1/jobs", null);

        problem(answer, 405, "method-not-allowed");
        assertThat(answer.header("Allow")).isEqualTo("GET, HEAD");
        problem(wire.send("TRACE", "/api/v1/jobs", null), 405, "method-not-allowed");
        problem(wire.send("BREW", "/api/v1/jobs", null), 405, "method-not-allowed");
    }

    @Test
    void refusesFormsThatItDoesNotSpeak() {
        problem(wire.get("/api/v1/jobs", "Accept: text/html"), 406, "not-acceptable");
        problem(wire.get("/api/v1/jobs", "Accept: nonsense"), 406, "not-acceptable");
        problem(wire.get("/api/v1/jobs", "Accept: application/yaml"), 406, "not-acceptable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "nonsense", "application/xml, text/plain;q=0.5"})
    void makesNoChangeWhoseAnswerWouldNotBeAcceptable(String accept) {
        var path = "/v1/its/values/http/accept";

        var answer = wire.json("PUT", path, "{\"value\": 1}", CREATE, "Accept: " + accept);

        problem(answer, 406, "not-acceptable");
        problem(wire.get(path), 404, "not-found");
    }

    @Test
    void makesAChangeWithoutAnAnswerWhateverIsAccepted() {
        var path = "/v1/its/values/http/accept/deleted";
        wire.json("PUT", path, "{\"value\": 1}", CREATE, "Accept: text/html, */*;q=0.1");

        var answer = wire.send("DELETE", path, null, "If-Match: \"1\"", "Accept: text/html");

        assertThat(answer.status()).isEqualTo(204);
    }

    @Test
    void readsNoCompressedBodies() {
        var answer =
                wire.json(
                        "PUT",
                        "/v1/its/values/http/coding",
                        "{\"value\": 1}",
                        CREATE,
                        "Content-Encoding: gzip");

        problem(answer, 415, "unsupported-media-type");
        assertThat(answer.text("place")).isEqualTo("Content-Encoding");
    }

    @Test
    void refusesFormsThatCannotBeReadAsEveryOther() {
        var form = "Content-Type: application/x-www-form-urlencoded";

        var put = wire.send("PUT", "/v1/its/values/http/form", "%zz=1&=", CREATE, form);
        var post = wire.send("POST", "/api/v1/jobs/deployer/run", "%zz=1&=", form);

        problem(put, 415, "unsupported-media-type");
        problem(post, 415, "unsupported-media-type");
    }

    @Test
    void refusesMoreParametersThanAreRead() {
        var answer = wire.get("/api/v1/audit?" + "a=1&".repeat(1_500));

        problem(answer, 400, "invalid-request");
        assertThat(answer.text("place")).isEqualTo("query");
    }

    @Test
    void answersABareStatusWithAProblem() {
        problem(wire.get("/actuator/health/nope"), 404, "not-found");
    }

    @Test
    void refusesARangeThatIsNotThere() {
        var answer = wire.get("/swagger-ui/index.html", "Range: bytes=99999999-");

        problem(answer, 416, "range-not-satisfiable");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/yaml",
                "application/yaml;charset=utf-8",
                "application/x-yaml",
                "application/xml",
                "application/cbor",
                "application/x-jackson-smile",
                "nonsense",
                "*/*",
                "application/*",
                "application/json;charset=utf-16",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=b",
                "multipart/form-data"
            })
    void refusesOtherMediaTypes(String type) {
        var answer =
                wire.send("PUT", "/v1/its/values/http/type", "{}", CREATE, "Content-Type: " + type);

        problem(answer, 415, "unsupported-media-type");
        problem(
                wire.send("PUT", "/v1/its/values/http/type", "{}", CREATE),
                415,
                "unsupported-media-type");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "GARBAGE\\r\\n\\r\\n!400",
                "GET /api/v1/jobs HTTP/1.1\\r\\n\\r\\n!400",
                "GET /api/v1/jobs HTTP/3.0\\r\\nHost: x\\r\\n\\r\\n!505",
                "GET /api/v1/jobs HTTP/1.1\\r\\nHost: x\\r\\nBad Name: y\\r\\n\\r\\n!400",
                "GET /api/v1/jobs HTTP/1.1\\r\\nHost: x\\r\\nX-Actor: a\\0b\\r\\n\\r\\n!400",
                "GET /api/v1/jobs HTTP/1.1\\r\\nHost: a b\\r\\n\\r\\n!400",
                "GET /api/v1/jobs HTTP/1.1\\r\\nHost: x\\r\\nHost: y\\r\\n\\r\\n!400",
                "POST /api/v1/leases HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: abc\\r\\n\\r\\n!400",
                "POST /api/v1/leases HTTP/1.1\\r\\nHost: x\\r\\nTransfer-Encoding: foo\\r\\n\\r\\n!501",
                "POST /api/v1/leases HTTP/1.1\\r\\nHost: x\\r\\nExpect: bar\\r\\n\\r\\n!417",
                "CONNECT x:80 HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n!501"
            })
    void answersWhatTheContainerRefusesWithAProblem(String request, int status) {
        var bytes =
                request.replace("\\r", "\r")
                        .replace("\\n", "\n")
                        .replace("\\0", "\u0000")
                        .getBytes(StandardCharsets.ISO_8859_1);

        var answer = wire.raw(bytes);

        problem(answer, status, null);
    }

    @Test
    void refusesHeadersThatAreTooLarge() {
        problem(wire.get("/api/v1/jobs", "X-Big: " + "y".repeat(20_000)), 400, null);
        problem(wire.get("/" + "y".repeat(20_000)), 400, null);
    }

    @Test
    void refusesABodyOver24MiB() {
        var head =
                crlf(
                        """
                        PUT /v1/its/values/http/large HTTP/1.1
                        Host: x
                        If-None-Match: *
                        Content-Type: application/json
                        """);
        var announced = head + "Content-Length: " + (BodyLimitFilter.MAX_BODY + 1) + "\r\n\r\n";
        var chunk = "x".repeat(1 << 20);
        var chunked = new StringBuilder(head + "Transfer-Encoding: chunked\r\n\r\n3\r\n{\"v\r\n");
        for (var i = 0; i < 25; i++) {
            chunked.append("100000\r\n").append(chunk).append("\r\n");
        }

        problem(wire.raw(bytes(announced)), 413, "too-large");
        problem(wire.raw(bytes(chunked + "0\r\n\r\n")), 413, "too-large");
    }

    @Test
    void takesABodyOf24MiB() {
        var body = "{\"value\": 1" + " ".repeat(BodyLimitFilter.MAX_BODY - 12) + "}";

        assertThat(wire.json("PUT", "/v1/its/values/http/wide", body, CREATE).status())
                .isEqualTo(201);
    }

    @Test
    void saysNothingOfWhatWentWrongInside() {
        var answer = wire.get("/api/v1/probe/bug");

        problem(answer, 500, "internal");
        assertThat(answer.body()).doesNotContain("secret", "passwd", "Exception", "dev.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%A", "\u0001"})
    void refusesAnActorWithoutAName(String name) {
        var value = name.equals("%A") ? "a".repeat(129) : name.isEmpty() ? " " : "\u00c2\u0085";

        var answer =
                wire.json(
                        "PUT",
                        "/v1/its/values/http/actor",
                        "{\"value\": 1}",
                        CREATE,
                        "X-Actor: " + value);

        problem(answer, 400, "invalid-request");
        assertThat(answer.text("place")).isEqualTo("X-Actor");
    }

    @Test
    void readsTheActorAsUtf8() {
        var name = new String("Маша".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);

        var answer =
                wire.json(
                        "PUT",
                        "/v1/its/values/http/masha",
                        "{\"value\": 1}",
                        CREATE,
                        "X-Actor: " + name);

        assertThat(answer.text("author")).isEqualTo("Маша");
    }

    @Test
    void readsTextOfThatMediaTypeOnly() {
        var path = "/api/v1/probe/text";
        var plain = "Content-Type: text/plain; charset=utf-8";

        assertThat(wire.send("POST", path, "listen é", plain).body()).isEqualTo("listen é");
        problem(wire.send("POST", path, "a\u0000", plain), 400, "invalid-request");
        problem(wire.send("POST", path, "a"), 415, "unsupported-media-type");
        problem(
                wire.send("POST", path, "a", "Content-Type: text/plain; charset=latin1"),
                415,
                "unsupported-media-type");
    }

    private static String crlf(String text) {
        return text.replace("\n", "\r\n");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void problem(Answer answer, int status, @Nullable String slug) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
        assertThat(answer.text("title")).isNotBlank();
        assertThat(answer.text("detail")).isNotBlank();
        if (slug != null) {
            assertThat(answer.text("type")).isEqualTo("/problems/" + slug);
        }
    }
}
