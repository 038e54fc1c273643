package dev.balancerdeployer.web;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

@SpringBootTest(
        classes = WebSlice.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"spring.threads.virtual.enabled=true", "spring.main.banner-mode=off"})
class HttpRulesTest {

    @LocalServerPort int port;

    @Test
    void explore() {
        var w = new Wire(port);
        var p = new java.io.PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out));
        String[] gets = {"/v1/its/values/a/b", "/api/v1/jobs", "/api/v1/jobs/", "/api/v1/jobs//", "/api//v1/jobs", "/api/v1/./jobs", "/api/v1/x/../jobs", "/api/v1/%2e%2e/jobs", "/api/v1/jobs;x=1", "/api/v1/jobs%2Fx", "/api/v1/jobs%5Cx", "/api/v1/jobs\\x", "/api/v1/jobs/%ff/runs", "/api/v1/jobs/%00/runs","/api/v1/jobs/%zz/runs","/api/v1/jobs/a%0Ab/runs", "/api/v1/jobs/a|b/runs", "/api/v1/jobs/a<b/runs", "/api/v1/jobs/\u00ff/runs", "/error", "/nope", "/", "/api/v1/audit?limit=0", "/api/v1/audit?limit=501", "/api/v1/audit?limit=x", "/api/v1/audit?limit=", "/api/v1/audit?after=zzz", "/api/v1/audit?actor=%00", "/api/v1/audit?actor=%ff", "/api/v1/audit?actor=%zz", "/api/v1/audit?since=yesterday", "/api/v1/probe/bug", "/v3/api-docs", "/swagger-ui/index.html", "/swagger-ui.html", "/../etc/passwd", "/api/v1/jobs/unknown/runs", "/api/v1/jobs/bad%20name/runs", "/api/v1/semaphores", "/x".repeat(5000), "/api/v1/jobs/%25/runs", "/api/v1/jobs/%3Bx/runs", "http://localhost/api/v1/jobs", "*"};
        for (var g : gets) {
            var t = System.nanoTime();
            var a = w.get(g);
            p.println("GET " + (g.length() > 80 ? "LONG" : g) + " -> " + a.status() + " " + a.header("Content-Type") + " " + (a.body().length() > 400 ? a.body().substring(0,400) : a.body()) + " " + (System.nanoTime()-t)/1000000);
        }
        var a = w.get("/v3/api-docs"); try { java.nio.file.Files.writeString(java.nio.file.Path.of("/tmp/api.json"), a.body()); } catch (Exception e) {}
        String[][] others = {{"TRACE", "/api/v1/jobs"}, {"FOO", "/api/v1/jobs"}, {"DELETE", "/api/v1/jobs"}, {"HEAD", "/api/v1/jobs"}, {"OPTIONS", "/api/v1/jobs"}, {"OPTIONS", "*"}, {"HEAD", "/nope"}, {"POST", "/nope"}, {"PUT", "/v1/its/values/a"}, {"CONNECT", "localhost:80"}};
        for (var o : others) { a = w.send(o[0], o[1], null); p.println(o[0] + " " + o[1] + " -> " + a.status() + " " + a.headers() + " " + a.body()); }
        String[] raws = {"GARBAGE\r\n\r\n", "GET /api/v1/jobs HTTP/1.1\r\n\r\n", "GET /api/v1/jobs HTTP/3.0\r\nHost: x\r\n\r\n", "GET /api/v1/jobs HTTP/1.1\r\nHost: x\r\nBad Header: y\r\nConnection: close\r\n\r\n", "GET /api/v1/jobs HTTP/1.1\r\nHost: x\r\nX-Actor: a\u0001b\r\nConnection: close\r\n\r\n", "GET /api/v1/jobs HTTP/1.1\r\nHost: x\r\nX-Big: " + "y".repeat(20000) + "\r\nConnection: close\r\n\r\n", "GET /api/v1/jobs HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n", "POST /api/v1/jobs/deployer/run HTTP/1.1\r\nHost: x\r\nContent-Length: abc\r\nConnection: close\r\n\r\n", "POST /api/v1/jobs/deployer/run HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: foo\r\nConnection: close\r\n\r\n", "POST /api/v1/jobs/deployer/run HTTP/1.1\r\nHost: x\r\nExpect: bar\r\nConnection: close\r\n\r\n", "GET /a b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "POST /api/v1/jobs/deployer/run HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json\r\nConnection: close\r\n\r\nZZ\r\n"};
        for (var r : raws) { try { a = w.raw(r.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1)); p.println(r.substring(0, Math.min(90, r.length())).replace("\r\n", "|") + " -> " + a.status() + " " + a.header("Content-Type") + " " + a.body()); } catch (Throwable e) { p.println(r.replace("\r\n", "|") + " " + e); } }
        String put = "/v1/its/values/a/b"; String inm = "If-None-Match: *";
        String[][] bodies = {{"{\"value\": {\"a\": 1.10, \"b\": 1e400, \"c\": 123456789012345678901234567890}}", inm},{"{\"value\": 1}", inm},{"{\"value\": 1}"},{"{\"value\": 1}", inm, "If-Match: \"1\""},{"{\"value\": 1}", "If-Match: *"},{"{\"value\": 1}", "If-Match: W/\"1\""},{"{\"value\": 1}", "If-Match: \"1\", \"2\""},{"{\"value\": 1}", "If-Match: \"9\""},{"{\"value\": 1}", "If-Match: 1"},{"{\"value\": 1}", "If-Match: \"01\""},{"{\"value\": null}", "If-Match: \"1\""},{"{}", inm},{"{\"value\": 1, \"x\": 2}", inm},{"{\"value\": 1, \"value\": 2}", inm},{"{\"value\": {\"a\":{\"b\":1,\"b\":2}}}", inm},{"{\"value\": 1} x", inm},{"{\"value\": 1} {}", inm},{"[1]", inm},{"\"x\"", inm},{"null", inm},{"", inm},{"{\"value\": \"\\u0000\"}", inm},{"{\"value\": [1, {\"k\": \"\\ud800\"}]}", inm},{"{\"value\": {\"\\u0000\": 1}}", inm},{"{\"value\": 1, \"comment\": 5}", inm},{"{\"value\": 1, \"comment\": \"" + "c".repeat(2001) + "\"}", inm},{"{\"value\": " + "[".repeat(499) + "]".repeat(499) + "}", "If-Match: \"2\""},{"{\"value\": " + "[".repeat(500) + "]".repeat(500) + "}", "If-Match: \"2\""},{"{\"value\": 1e99999999999}", "If-Match: \"2\""},{"{\"value\": " + "9".repeat(1001) + "}", "If-Match: \"2\""},{"{\"value\": 1" + "\u0000" + "}", inm},{"{\"value\": NaN}", inm},{"{'value': 1}", inm},{"{\"value\": 01}", inm},{"{\"value\": \"" + "x".repeat(65536) + "\"}", inm},{"{\"value\": 1", inm},{"{\"value\": 1,}", inm}};
        for (var b : bodies) { a = w.json("PUT", put, b[0], java.util.Arrays.copyOfRange(b, 1, b.length)); p.println("PUT " + (b[0].length() > 80 ? b[0].substring(0,80) : b[0]) + java.util.Arrays.toString(java.util.Arrays.copyOfRange(b, 1, b.length)) + " -> " + a.status() + " " + a.header("ETag") + " " + (a.body().length() > 400 ? a.body().substring(0,400) : a.body())); }
        String[] typed = {"{\"text\":\"a\",\"number\":1,\"kind\":\"ONE\",\"flag\":true,\"nested\":{\"items\":[{\"name\":\"x\"}]}}", "{\"text\":1,\"number\":1,\"kind\":\"ONE\",\"flag\":true,\"nested\":{\"items\":[]}}", "{\"text\":\"a\",\"number\":\"1\",\"kind\":\"ONE\",\"flag\":true,\"nested\":{\"items\":[]}}", "{\"text\":\"a\",\"number\":1.0,\"kind\":\"ONE\",\"flag\":true,\"nested\":{\"items\":[]}}", "{\"text\":\"a\",\"number\":null,\"kind\":\"ONE\",\"flag\":true,\"nested\":{\"items\":[]}}", "{\"text\":null,\"number\":1,\"kind\":\"ONE\",\"flag\":true,\"nested\":{\"items\":[]}}", "{\"text\":\"a\",\"number\":1,\"kind\":\"one\",\"flag\":true,\"nested\":{\"items\":[]}}", "{\"text\":\"a\",\"number\":1,\"kind\":0,\"flag\":true,\"nested\":{\"items\":[]}}", "{\"text\":\"a\",\"number\":1,\"kind\":\"\",\"flag\":true,\"nested\":{\"items\":[]}}","{\"text\":\"a\",\"number\":1,\"kind\":\"ONE\",\"flag\":\"true\",\"nested\":{\"items\":[]}}", "{\"text\":\"a\",\"number\":1,\"kind\":\"ONE\",\"flag\":1,\"nested\":{\"items\":[]}}", "{\"text\":\"a\",\"number\":1,\"kind\":\"ONE\",\"flag\":true,\"nested\":{\"items\":[{\"name\":\"\"}]}}", "{\"text\":\"a\",\"number\":1,\"kind\":\"ONE\",\"flag\":true,\"nested\":{\"items\":[{\"name\":\"x\"},{\"nam\":\"y\"}]}}", "{\"text\":\"a\",\"number\":1,\"kind\":\"ONE\",\"flag\":true,\"nested\":{\"items\":{}}}", "{\"text\":\"a\",\"number\":1,\"kind\":\"ONE\",\"flag\":true,\"nested\":[]}", "{\"text\":\"a\",\"number\":1,\"kind\":\"ONE\",\"flag\":true,\"nested\":\"\"}", "{\"text\":\"a\",\"number\":99999999999999999999,\"kind\":\"ONE\",\"flag\":true,\"nested\":{\"items\":[]}}", "{\"text\":\"a\",\"number\":1,\"kind\":\"ONE\",\"flag\":true}", "{\"text\":\"a\",\"number\":1,\"kind\":\"ONE\",\"flag\":true,\"nested\":{\"items\":[{\"name\":\"x\",\"size\":\"\"}]}}", "{\"text\":\"a\",\"number\":1,\"kind\":\"ONE\",\"flag\":true,\"nested\":{\"items\":[null]}}", "{\"text\":\"a\",\"number\":1,\"kind\":\"ONE\",\"flag\":true,\"nested\":{\"items\":[{\"name\":\"x\",\"size\":null}]}}", "{\"text\":\"a\",\"number\":1,\"kind\":\"ONE\",\"nested\":{\"items\":[]}}"};
        for (var b : typed) { a = w.json("POST", "/api/v1/probe/typed", b); p.println("POST " + b + " -> " + a.status() + " " + a.body()); }
        a = w.send("PUT", put, "{}", inm, "Content-Type: text/plain"); p.println("ct " + a.status() + a.body());
        a = w.send("PUT", put, "{}", inm); p.println("no ct " + a.status() + a.body());
        a = w.send("PUT", put, "{}", inm, "Content-Type: garbage"); p.println("bad ct " + a.status() + a.body());
        a = w.send("PUT", put, "{}", inm, "Content-Type: application/json;charset=utf-16"); p.println("16 ct " + a.status() + a.body());
        a = w.send("PUT", put, "a=b", inm, "Content-Type: application/x-www-form-urlencoded"); p.println("form " + a.status() + a.body());
        a = w.send("POST", "/api/v1/semaphores/x/break", "--b\r\n", "Content-Type: multipart/form-data; boundary=b"); p.println("multi " + a.status() + a.body());
        a = w.get("/api/v1/jobs", "Accept: text/html"); p.println("accept " + a.status() + a.body());
        a = w.get("/api/v1/jobs", "Accept: garbage"); p.println("accept " + a.status() + a.body());
        a = w.get("/nope", "Accept: text/html"); p.println("accept " + a.status() + a.body());
        a = w.get("/api/v1/audit?limit=100"); p.println(a.body());
    }
}
