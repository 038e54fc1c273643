package dev.balancerdeployertest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A network that fails as the test says, between a driver and a MongoDB server. It listens on
 * loopback and speaks as much of the wire protocol as it takes to fail by command:
 *
 * <pre>{@code
 * proxy.onNext("findAndModify", Fault.DROP_REPLY);     // that one command
 * proxy.onEach(it -> random.nextInt(100) == 0 ? Fault.DROP_REQUEST : Fault.NONE);
 * proxy.blackHole();                                   // the whole network
 * proxy.heal();
 * assertThat(proxy.unmet()).isZero();                  // what was scripted did happen
 * }</pre>
 *
 * <p>Commands are those on the wire, so also what the driver sends a second time by itself, and its
 * handshakes. Thread-safe.
 */
public final class FaultProxy implements AutoCloseable {

    private final InetSocketAddress server;
    private final ServerSocket listener;
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
    private final List<Scripted> script = new ArrayList<>();
    private final Map<String, AtomicLong> answered = new ConcurrentHashMap<>();
    private final AtomicLong faults = new AtomicLong();

    private volatile Network network = Network.WELL;
    private volatile Function<WireCommand, Fault> each = _ -> Fault.NONE;

    private enum Network {
        WELL,
        SILENT,
        DOWN
    }

    private FaultProxy(InetSocketAddress server, ServerSocket listener) {
        this.server = server;
        this.listener = listener;
    }

    /** Begins to listen, on a port of its own. Close it. */
    public static FaultProxy to(InetSocketAddress server) {
        try {
            var listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            var proxy = new FaultProxy(server, listener);
            Thread.ofPlatform().daemon().name("proxy-accept").start(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the driver has to connect to. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    // ---- single commands

    /** The next command of that name from now on fails like that. */
    public void onNext(String command, Fault fault) {
        onNth(1, it -> it.name().equals(command), fault);
    }

    /** The next such command fails like that. */
    public void onNext(Predicate<WireCommand> which, Fault fault) {
        onNth(1, which, fault);
    }

    /**
     * The n-th such command from now on fails like that. Of several scripted faults for one command
     * the first scripted one happens.
     *
     * @param n from 1 on
     */
    public void onNth(int n, Predicate<WireCommand> which, Fault fault) {
        synchronized (script) {
            script.add(new Scripted(n, which, fault));
        }
    }

    /** Decides about each command that nothing is scripted for, until {@link #heal}. */
    public void onEach(Function<WireCommand, Fault> decision) {
        each = decision;
    }

    /** How many scripted faults have not happened yet. */
    public int unmet() {
        synchronized (script) {
            return script.size();
        }
    }

    // ---- the network

    /** From now on every message is swallowed, both ways. Connections stay and can be made. */
    public void blackHole() {
        network = Network.SILENT;
    }

    /** Every connection is reset; new ones can be made, but are never answered. */
    public void halfOpen() {
        network = Network.SILENT;
        reset();
    }

    /** Every connection is reset, and each new one too. */
    public void down() {
        network = Network.DOWN;
        reset();
    }

    /** Every connection that there is is reset, once. */
    public void reset() {
        connections.forEach(ProxiedConnection::reset);
    }

    /** Nothing goes wrong any more. What was swallowed stays lost. */
    public void heal() {
        network = Network.WELL;
        each = _ -> Fault.NONE;
        synchronized (script) {
            script.clear();
        }
    }

    // ---- what happened

    /** How many commands of that name were answered to the client. */
    public long answered(String command) {
        var count = answered.get(command);
        return count == null ? 0 : count.get();
    }

    /** How many single commands failed. */
    public long faults() {
        return faults.get();
    }

    @Override
    public void close() {
        try (listener) {
            network = Network.DOWN;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            reset();
        }
    }

    private void accept() {
        try {
            while (true) {
                var connection = new ProxiedConnection(this, listener.accept());
                connections.add(connection);
                if (network == Network.DOWN) {
                    connection.reset();
                } else {
                    connection.start(server);
                }
            }
        } catch (IOException _) {
            // closed
        }
    }

    void forget(ProxiedConnection connection) {
        connections.remove(connection);
    }

    boolean swallowsAll() {
        return network == Network.SILENT;
    }

    void answered(WireCommand command) {
        answered.computeIfAbsent(command.name(), _ -> new AtomicLong()).incrementAndGet();
    }

    Fault faultOf(WireCommand command) {
        var fault = scripted(command);
        if (!fault.equals(Fault.NONE)) {
            faults.incrementAndGet();
        }
        return fault;
    }

    private Fault scripted(WireCommand command) {
        synchronized (script) {
            for (var it : script) {
                if (it.which.test(command) && --it.left == 0) {
                    script.remove(it);
                    return it.fault;
                }
            }
        }
        return each.apply(command);
    }

    private static final class Scripted {

        private final Predicate<WireCommand> which;
        private final Fault fault;
        private int left;

        Scripted(int left, Predicate<WireCommand> which, Fault fault) {
            this.left = left;
            this.which = which;
            this.fault = fault;
        }
    }
}
