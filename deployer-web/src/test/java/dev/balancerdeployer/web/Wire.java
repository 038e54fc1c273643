package dev.balancerdeployer.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Talks HTTP/1.1 over a socket, byte by byte as told, so that no client mends anything. */
public final class Wire {

    private static final JsonMapper JSON = StrictJson.mapper();

    private static final Pattern LENGTH =
            Pattern.compile("(?is)^HTTP/.*?\r\nContent-Length: (\\d+)(?:\r\n[^\r\n]+)*\r\n\r\n");

    private final int port;

    public Wire(int port) {
        this.port = port;
    }

    /** An answer. */
    public record Answer(int status, List<String> headers, String body) {

        /** The value of a header; null if there is none. */
        public @Nullable String header(String name) {
            var prefix = name.toLowerCase(Locale.ROOT) + ":";
            return headers.stream()
                    .filter(h -> h.toLowerCase(Locale.ROOT).startsWith(prefix))
                    .map(h -> h.substring(prefix.length()).strip())
                    .findFirst()
                    .orElse(null);
        }

        public JsonNode json() {
            return JSON.readTree(body);
        }

        /** A member of the body as text, such as {@code place}; empty if there is none. */
        public String text(String member) {
            return json().path(member).asString("");
        }
    }

    /** Asks for something without a body. */
    public Answer get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    /** Sends JSON. */
    public Answer json(String method, String path, String body, String... headers) {
        var all = new ArrayList<>(List.of(headers));
        all.add("Content-Type: application/json");
        return send(method, path, body, all.toArray(String[]::new));
    }

    /** Sends a request line, headers and body as they are. */
    public Answer send(String method, String path, @Nullable String body, String... headers) {
        var head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n");
        for (var header : headers) {
            head.append(header).append("\r\n");
        }
        var bytes = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
        if (body != null) {
            head.append("Content-Length: ").append(bytes.length).append("\r\n");
        }
        head.append("Connection: close\r\n\r\n");
        var whole = new ByteArrayOutputStream();
        whole.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        whole.writeBytes(bytes);
        return raw(whole.toByteArray());
    }

    /** Sends bytes and reads until the other side closes. */
    public Answer raw(byte[] request) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(30_000);
            var sender =
                    Thread.startVirtualThread(() -> {
                        try {
                            socket.getOutputStream().write(request);
                            socket.getOutputStream().flush();
                        } catch (IOException _) {
                            // answered and closed before all was sent
                        }
                    });
            var answer = readAll(socket);
            sender.interrupt();
            return parse(answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads to the end of the answer, or of the connection. */
    private static String readAll(Socket socket) throws IOException {
        var out = new ByteArrayOutputStream();
        var buffer = new byte[1 << 16];
        try {
            for (var read = 0; read >= 0 && !complete(out); ) {
                read = socket.getInputStream().read(buffer);
                out.write(buffer, 0, Math.max(read, 0));
            }
        } catch (SocketException _) {
            // reset after the answer, since not all of the request was read
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static boolean complete(ByteArrayOutputStream out) {
        var text = out.toString(StandardCharsets.ISO_8859_1);
        var length = LENGTH.matcher(text);
        return length.find() && out.size() >= length.end() + Integer.parseInt(length.group(1));
    }

    private static Answer parse(String answer) {
        var end = answer.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new AssertionError("no HTTP answer: '" + answer + "'");
        }
        var lines = List.of(answer.substring(0, end).split("\r\n", -1));
        var status = Integer.parseInt(lines.getFirst().substring(9, 12));
        var headers = lines.subList(1, lines.size());
        var body = answer.substring(end + 4);
        var chunked =
                headers.stream().anyMatch(h -> h.equalsIgnoreCase("Transfer-Encoding: chunked"));
        return new Answer(status, headers, chunked ? unchunk(body) : body);
    }

    private static String unchunk(String body) {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        var out = new ByteArrayOutputStream();
        var at = 0;
        while (at < bytes.length) {
            var line = new StringBuilder();
            while (bytes[at] != '\r') {
                line.append((char) bytes[at++]);
            }
            at += 2;
            var size = Integer.parseInt(line.toString(), 16);
            if (size == 0) {
                break;
            }
            out.write(bytes, at, size);
            at += size + 2;
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
