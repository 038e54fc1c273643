package dev.balancerdeployer.delivery;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.coordination.Fence;
import dev.balancerdeployer.delivery.NewBalancer.NewPause;
import dev.balancerdeployer.delivery.registry.Activation;
import dev.balancerdeployer.delivery.registry.InMemoryRegistry;
import dev.balancerdeployer.delivery.registry.Registry;
import dev.balancerdeployer.delivery.registry.Registry.ObjectEdit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Awacs for tests: the real registry on memory, driven by the test's clock, with people and nodes
 * to play. Answers can be lost and calls can fail; what was written is on record.
 *
 * <pre>{@code
 * var awacs = new InMemoryAwacs(clock::instant);                  // nodes report
 * awacs.create("maps-front", Map.of("haproxy.cfg", "v1"), "sas", "vla");
 * awacs.edit("maps-front", "haproxy.cfg", "by hand");             // -> version
 * awacs.pauseByHand("maps-front", "vla", "mine");
 * awacs.reportActive("maps-front", "sas");                        // on its target
 * awacs.loseAnswers(1);                                           // the next write lands all the same
 * }</pre>
 */
public final class InMemoryAwacs implements Awacs {

    /** Who the helpers act as. */
    public static final Actor PERSON = new Actor("alice", "192.0.2.7");

    private final Registry registry;
    private final Awacs awacs;
    private final List<Write> writes = new CopyOnWriteArrayList<>();
    private int answersToLose;
    private int callsToFail;
    private int calls;
    private @Nullable Runnable beforeNextWrite;

    /**
     * A write through the port, in order.
     *
     * @param what {@code FENCE}, {@code UPDATE}, {@code PAUSE} or {@code LIFT}
     * @param location of a pause or lift
     */
    public record Write(
            String what, NamespaceId namespace, @Nullable LocationId location, Outcome outcome) {}

    /** Nodes report, see {@link #reportActive}. */
    public InMemoryAwacs(DatabaseTime time) {
        this(time, Activation.REPORTED);
    }

    public InMemoryAwacs(DatabaseTime time, Activation activation) {
        var made = InMemoryRegistry.at(time, activation);
        this.registry = made.registry();
        this.awacs = made.awacs();
    }

    /** What is behind it. */
    public Registry registry() {
        return registry;
    }

    // ---- what goes wrong

    /** The next writes land, but their callers get {@link AwacsUnavailable}. */
    public void loseAnswers(int howMany) {
        answersToLose = howMany;
    }

    /** The next calls, reads too, fail and do nothing. */
    public void failCalls(int howMany) {
        callsToFail = howMany;
    }

    /** Somebody is faster: runs once, right before the next write is judged. */
    public void beforeNextWrite(Runnable action) {
        beforeNextWrite = action;
    }

    /** Calls through the port so far, reads too. */
    public int calls() {
        return calls;
    }

    /** Writes through the port so far, refused ones too. */
    public List<Write> writes() {
        return List.copyOf(writes);
    }

    // ---- people

    /** A person creates a namespace; its balancers have no pauses. */
    public void create(String namespace, Map<String, String> objects, String... locations) {
        var balancers =
                Arrays.stream(locations)
                        .map(it -> new NewBalancer(new LocationId(it), List.of()))
                        .toList();
        require(
                registry.update(
                        new ConfigUpdate(
                                new NamespaceId(namespace),
                                null,
                                paths(objects),
                                balancers,
                                "created by hand",
                                null),
                        PERSON,
                        Safeguard.none()));
    }

    /**
     * A person writes one object; null: removes it.
     *
     * @return the new version
     */
    public long edit(String namespace, String path, @Nullable String text) {
        var id = new NamespaceId(namespace);
        var edit =
                new ObjectEdit(
                        id, get(namespace).version(), new ObjectPath(path), text, "edited by hand");
        return require(registry.edit(edit, PERSON, Safeguard.none()));
    }

    /** A person pauses a balancer. */
    public void pauseByHand(String namespace, String location, String token) {
        pauseByHand(namespace, location, token, PauseKind.HUMAN);
    }

    public void pauseByHand(String namespace, String location, String token, PauseKind kind) {
        var pause = new NewPause(new PauseToken(token), kind, "by hand", null);
        require(
                registry.pause(
                        new NamespaceId(namespace),
                        new LocationId(location),
                        pause,
                        PERSON,
                        Safeguard.none()));
    }

    /** A person lifts a pause, anybody's. */
    public void liftByHand(String namespace, String location, String token) {
        var lift =
                new Lift(
                        new NamespaceId(namespace),
                        new LocationId(location),
                        new PauseToken(token),
                        null,
                        List.of());
        require(registry.lift(lift, PERSON, Safeguard.none()));
    }

    // ---- nodes

    /** The node of that location runs its target. */
    public void reportActive(String namespace, String location) {
        report(namespace, location, target(namespace, location), BalancerState.ACTIVE);
    }

    /** The node of that location could not take its target. */
    public void reportFailed(String namespace, String location) {
        report(namespace, location, target(namespace, location), BalancerState.FAILED);
    }

    public void report(String namespace, String location, long version, BalancerState state) {
        require(
                registry.report(
                        new NamespaceId(namespace),
                        new LocationId(location),
                        version,
                        state,
                        state == BalancerState.FAILED ? "exit code 1" : "",
                        new Actor("node-of-" + location, "192.0.2.8")));
    }

    // ---- looking

    /** The namespace, which is there. Not counted as a call. */
    public AwacsNamespace get(String namespace) {
        return registry.find(new NamespaceId(namespace)).orElseThrow();
    }

    public Balancer balancer(String namespace, String location) {
        return get(namespace).balancer(new LocationId(location)).orElseThrow();
    }

    /** Tokens of the pauses of a balancer. */
    public List<String> pauses(String namespace, String location) {
        return balancer(namespace, location).pauses().stream()
                .map(it -> it.token().value())
                .toList();
    }

    /** The newest texts by path. */
    public SortedMap<String, String> texts(String namespace) {
        return texts(namespace, get(namespace).version());
    }

    public SortedMap<String, String> texts(String namespace, long version) {
        var history = registry.history();
        var found = history.find(new NamespaceId(namespace), version).orElseThrow();
        var texts = new TreeMap<String, String>();
        history.objects(found).forEach((path, text) -> texts.put(path.value(), text));
        return texts;
    }

    // ---- the port

    @Override
    public synchronized Optional<AwacsNamespace> find(NamespaceId namespace) {
        called();
        return awacs.find(namespace);
    }

    @Override
    public synchronized Optional<SortedMap<ObjectPath, String>> objects(
            NamespaceId namespace, long version) {
        called();
        return awacs.objects(namespace, version);
    }

    @Override
    public synchronized Optional<AwacsVersion> version(NamespaceId namespace, long version) {
        called();
        return awacs.version(namespace, version);
    }

    @Override
    public synchronized Optional<Landed> attempt(NamespaceId namespace, AttemptId attempt) {
        called();
        return awacs.attempt(namespace, attempt);
    }

    @Override
    public Outcome raiseFence(NamespaceId namespace, Fence fence) {
        return written("FENCE", namespace, null, () -> awacs.raiseFence(namespace, fence));
    }

    @Override
    public Outcome update(ConfigUpdate update, Actor by, Safeguard safeguard) {
        return written(
                "UPDATE", update.namespace(), null, () -> awacs.update(update, by, safeguard));
    }

    @Override
    public Outcome pause(
            NamespaceId namespace,
            LocationId location,
            NewPause pause,
            Actor by,
            Safeguard safeguard) {
        return written(
                "PAUSE",
                namespace,
                location,
                () -> awacs.pause(namespace, location, pause, by, safeguard));
    }

    @Override
    public Outcome lift(Lift lift, Actor by, Safeguard safeguard) {
        return written(
                "LIFT", lift.namespace(), lift.location(), () -> awacs.lift(lift, by, safeguard));
    }

    private synchronized Outcome written(
            String what,
            NamespaceId namespace,
            @Nullable LocationId location,
            Supplier<Outcome> write) {
        called();
        var before = beforeNextWrite;
        beforeNextWrite = null;
        if (before != null) {
            before.run();
        }
        var outcome = write.get();
        writes.add(new Write(what, namespace, location, outcome));
        if (answersToLose > 0) {
            answersToLose--;
            throw new AwacsUnavailable("the answer was lost", new IllegalStateException("test"));
        }
        return outcome;
    }

    private void called() {
        calls++;
        if (callsToFail > 0) {
            callsToFail--;
            throw new AwacsUnavailable("the call failed", new IllegalStateException("test"));
        }
    }

    private long target(String namespace, String location) {
        var target = balancer(namespace, location).targetVersion();
        if (target == null) {
            throw new AssertionError("%s has no target in %s yet".formatted(namespace, location));
        }
        return target;
    }

    private static SortedMap<ObjectPath, String> paths(Map<String, String> objects) {
        var paths = new TreeMap<ObjectPath, String>();
        objects.forEach((path, text) -> paths.put(new ObjectPath(path), text));
        return paths;
    }

    private static long require(Outcome outcome) {
        if (outcome instanceof Outcome.Done(boolean _, long version)) {
            return version;
        }
        throw new AssertionError("refused: " + outcome);
    }
}
