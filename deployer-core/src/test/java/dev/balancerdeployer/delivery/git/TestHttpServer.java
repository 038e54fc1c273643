package dev.balancerdeployer.delivery.git;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;

/** Serves one repository over http on this machine, to those who know the password. */
final class TestHttpServer implements AutoCloseable {

    private final Repository repository;
    private final String authorization;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private volatile String redirect = "";
    private volatile String refusal = "";
    private volatile Runnable beforePush = () -> {};
    private volatile Runnable afterPush = () -> {};
    private volatile UnaryOperator<byte[]> damage = UnaryOperator.identity();

    TestHttpServer(Repository repository, String username, String password) {
        this.repository = repository;
        authorization =
                "Basic "
                        + Base64.getEncoder()
                                .encodeToString(
                                        (username + ":" + password)
                                                .getBytes(StandardCharsets.UTF_8));
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/configs.git/", this::serve);
        server.start();
    }

    /** Without user name and password. */
    String url() {
        return "http://127.0.0.1:%d/configs.git".formatted(server.getAddress().getPort());
    }

    /** Every request is sent on to another server. */
    void redirectTo(TestHttpServer other) {
        redirect = other.url();
    }

    /** What happens to the body of every answer from now on. */
    void damage(UnaryOperator<byte[]> change) {
        damage = change;
    }

    /** Every push is refused from now on, with these words. */
    void refusePushes(String words) {
        refusal = words;
    }

    /** What happens to the repository before a push is looked at. */
    void beforePush(Runnable action) {
        beforePush = action;
    }

    /** What happens when a push was taken, before it is answered. */
    void afterPush(Runnable action) {
        afterPush = action;
    }

    /** What was sent as {@code Authorization}. */
    List<String> authorizations() {
        return authorizations;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            var sent = exchange.getRequestHeaders().getFirst("Authorization");
            if (sent != null) {
                authorizations.add(sent);
            }
            if (!redirect.isEmpty()) {
                var rest = exchange.getRequestURI().toString().replaceFirst("/configs.git", "");
                exchange.getResponseHeaders().set("Location", redirect + rest);
                exchange.sendResponseHeaders(302, -1);
            } else if (!authorization.equals(sent)) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"git\"");
                exchange.sendResponseHeaders(401, -1);
            } else if (exchange.getRequestURI().getPath().endsWith("/info/refs")) {
                advertise(exchange);
            } else {
                serve(exchange, exchange.getRequestURI().getPath().endsWith("receive-pack"));
            }
        }
    }

    private void advertise(HttpExchange exchange) throws IOException {
        var push = "service=git-receive-pack".equals(exchange.getRequestURI().getQuery());
        var service = push ? "git-receive-pack" : "git-upload-pack";
        exchange.getResponseHeaders()
                .set("Content-Type", "application/x-%s-advertisement".formatted(service));
        var body = new ByteArrayOutputStream();
        var out = new PacketLineOut(body);
        out.writeString("# service=%s\n".formatted(service));
        out.end();
        if (push) {
            receivePack().sendAdvertisedRefs(new PacketLineOutRefAdvertiser(out));
        } else {
            uploadPack().sendAdvertisedRefs(new PacketLineOutRefAdvertiser(out));
        }
        answer(exchange, body);
    }

    private void serve(HttpExchange exchange, boolean push) throws IOException {
        var body = exchange.getRequestBody().readAllBytes();
        var sent = new ByteArrayInputStream(body);
        var in =
                "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))
                        ? new GZIPInputStream(sent)
                        : sent;
        var answer = new ByteArrayOutputStream();
        if (push) {
            exchange.getResponseHeaders()
                    .set("Content-Type", "application/x-git-receive-pack-result");
            beforePush.run();
            receivePack().receive(in, answer, null);
            afterPush.run();
        } else {
            exchange.getResponseHeaders()
                    .set("Content-Type", "application/x-git-upload-pack-result");
            uploadPack().upload(in, answer, null);
        }
        answer(exchange, answer);
    }

    private void answer(HttpExchange exchange, ByteArrayOutputStream body) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write(damage.apply(body.toByteArray()));
    }

    private ReceivePack receivePack() {
        var receive = new ReceivePack(repository);
        receive.setBiDirectionalPipe(false);
        receive.setPreReceiveHook((pack, commands) -> {
            if (!refusal.isEmpty()) {
                pack.sendMessage(refusal);
                commands.forEach(
                        it -> it.setResult(ReceiveCommand.Result.REJECTED_OTHER_REASON, refusal));
            }
        });
        return receive;
    }

    private UploadPack uploadPack() {
        var upload = new UploadPack(repository);
        upload.setBiDirectionalPipe(false);
        return upload;
    }
}
