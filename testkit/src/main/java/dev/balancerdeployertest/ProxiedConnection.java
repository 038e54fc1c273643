package dev.balancerdeployertest;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** One connection of a client and its twin to the server; a thread for each direction. */
final class ProxiedConnection {

    private final FaultProxy proxy;
    private final Socket client;
    private final Socket server = new Socket();
    private final Map<Integer, Sent> unanswered = new ConcurrentHashMap<>();

    /** What was let through to the server, and what is to become of its answer. */
    private record Sent(WireCommand command, Fault fault) {}

    ProxiedConnection(FaultProxy proxy, Socket client) {
        this.proxy = proxy;
        this.client = client;
    }

    void start(InetSocketAddress to) {
        Thread.ofVirtual()
                .name("proxy-requests")
                .start(() -> {
                    try {
                        client.setTcpNoDelay(true);
                        server.setTcpNoDelay(true);
                        server.connect(to);
                        Thread.ofVirtual().name("proxy-replies").start(this::replies);
                        requests();
                    } catch (IOException | InterruptedException _) {
                        // the one or the other side is gone
                    } finally {
                        reset();
                    }
                });
    }

    /** Ends it in a way that the client takes for a fault of the network. */
    void reset() {
        proxy.forget(this);
        try (client;
                server) {
            client.setSoLinger(true, 0);
        } catch (IOException _) {
            // closed already
        }
    }

    private void requests() throws IOException, InterruptedException {
        var in = client.getInputStream();
        var out = server.getOutputStream();
        for (var next = WireMessage.read(in); next.isPresent(); next = WireMessage.read(in)) {
            if (!proxy.swallowsAll() && !request(next.get(), out)) {
                return;
            }
        }
    }

    /** False if the connection is to be reset. */
    private boolean request(WireMessage message, OutputStream out)
            throws IOException, InterruptedException {
        var command = message.command();
        var fault = command.map(proxy::faultOf).orElse(Fault.NONE);
        if (fault.equals(Fault.DROP_REQUEST)) {
            return false;
        }
        if (fault.equals(Fault.SWALLOW_REQUEST)) {
            return true;
        }
        if (fault instanceof Fault.Delay(var by)) {
            TimeUnit.NANOSECONDS.sleep(by.toNanos());
        }
        command.ifPresent(it -> unanswered.put(message.requestId(), new Sent(it, fault)));
        write(message, out, fault);
        return true;
    }

    private void replies() {
        try {
            var in = server.getInputStream();
            var out = client.getOutputStream();
            for (var next = WireMessage.read(in); next.isPresent(); next = WireMessage.read(in)) {
                var sent = unanswered.remove(next.get().responseTo());
                var fault = sent == null ? Fault.NONE : sent.fault();
                if (fault.equals(Fault.DROP_REPLY)) {
                    return;
                }
                if (!fault.equals(Fault.SWALLOW_REPLY) && !proxy.swallowsAll()) {
                    if (sent != null) {
                        proxy.answered(sent.command());
                    }
                    write(next.get(), out, fault);
                }
            }
        } catch (IOException _) {
            // the one or the other side is gone
        } finally {
            reset();
        }
    }

    private static void write(WireMessage message, OutputStream out, Fault fault)
            throws IOException {
        if (fault.equals(Fault.IN_PIECES)) {
            for (var it : message.bytes()) {
                out.write(it);
                out.flush();
            }
        } else {
            out.write(message.bytes());
            out.flush();
        }
    }
}
