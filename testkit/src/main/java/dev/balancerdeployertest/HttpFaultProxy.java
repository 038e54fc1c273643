package dev.balancerdeployertest;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** Stands between an HTTP client and a server on this machine and does harm as told. */
public final class HttpFaultProxy implements AutoCloseable {

    private static final Set<String> OF_THE_CONNECTION =
            Set.of(
                    "connection",
                    "content-length",
                    "expect",
                    "host",
                    "transfer-encoding",
                    "upgrade");

    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final int to;
    private final Function<Request, Fault> plan;

    /** What happens to one request. */
    public enum Fault {
        NONE,
        /** 500, and the server never sees it. */
        ERROR_BEFORE,
        /** 500, though the server did it. */
        ERROR_AFTER,
        /** The connection ends, and the server never sees it. */
        DROP_BEFORE,
        /** The connection ends without an answer, though the server did it. */
        DROP_AFTER,
        /** Half of the answer arrives. */
        CUT,
        /** A page for people arrives, as from a proxy that answers by itself. */
        NONSENSE
    }

    /** A request as it came. */
    public record Request(String method, String path, String attempt, String body) {}

    private HttpFaultProxy(int to, Function<Request, Fault> plan) {
        this.to = to;
        this.plan = plan;
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** In front of that port of this machine. */
    public static HttpFaultProxy before(int port, Function<Request, Fault> plan) {
        return new HttpFaultProxy(port, plan);
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            var attempt = exchange.getRequestHeaders().getFirst("X-Attempt");
            var fault =
                    plan.apply(
                            new Request(
                                    exchange.getRequestMethod(),
                                    exchange.getRequestURI().toString(),
                                    attempt == null ? "" : attempt,
                                    new String(body, StandardCharsets.UTF_8)));
            switch (fault) {
                case ERROR_BEFORE -> exchange.sendResponseHeaders(500, -1);
                case DROP_BEFORE -> {}
                case NONSENSE ->
                        answer(
                                exchange,
                                200,
                                "<html>Welcome</html>".getBytes(StandardCharsets.UTF_8));
                case NONE, ERROR_AFTER, DROP_AFTER, CUT -> passOn(exchange, body, fault);
            }
        }
    }

    private void passOn(HttpExchange exchange, byte[] body, Fault fault) throws IOException {
        var answer = forward(exchange, body);
        switch (fault) {
            case ERROR_AFTER -> exchange.sendResponseHeaders(500, -1);
            case CUT -> {
                copyHeaders(answer, exchange);
                var whole = answer.body();
                exchange.sendResponseHeaders(answer.statusCode(), whole.length + 1L);
                exchange.getResponseBody().write(whole, 0, whole.length / 2);
                exchange.getResponseBody().flush();
            }
            case NONE -> {
                copyHeaders(answer, exchange);
                answer(exchange, answer.statusCode(), answer.body());
            }
            case DROP_AFTER, ERROR_BEFORE, DROP_BEFORE, NONSENSE -> {}
        }
    }

    private HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body) throws IOException {
        var request =
                HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + to + exchange.getRequestURI()))
                        .timeout(Duration.ofSeconds(30))
                        .method(
                                exchange.getRequestMethod(),
                                body.length == 0
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders()
                .forEach((name, values) -> {
                    if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                        values.forEach(it -> request.header(name, it));
                    }
                });
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static void copyHeaders(HttpResponse<byte[]> answer, HttpExchange exchange) {
        answer.headers()
                .map()
                .forEach((name, values) -> {
                    if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                        exchange.getResponseHeaders().put(name, List.copyOf(values));
                    }
                });
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        client.shutdownNow();
        threads.shutdownNow();
    }
}
