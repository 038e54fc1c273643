package dev.balancerdeployer.delivery.registry;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;

import dev.balancerdeployer.coordination.WaitingRoom;
import dev.balancerdeployer.coordination.WaitingRoom.Waiter;
import dev.balancerdeployer.delivery.Balancer;
import dev.balancerdeployer.delivery.LocationId;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.ObjectPath;
import dev.balancerdeployer.delivery.registry.NodeTargets.Answer.Missing;
import dev.balancerdeployer.delivery.registry.NodeTargets.Answer.NoneYet;
import dev.balancerdeployer.delivery.registry.NodeTargets.Answer.Target;
import dev.balancerdeployer.delivery.registry.NodeTargets.Answer.Unchanged;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What balancer nodes should run, and the wait for something else (SPEC D5). A wait holds no
 * thread, and however many nodes wait, one read a second looks after all of their namespaces;
 * changes of this process are seen at once. Nodes that wait for the same version share one copy of
 * its texts. Thread-safe.
 */
public final class NodeTargets implements AutoCloseable {

    /** The longest wait of one question. */
    public static final Duration MAX_WAIT = WaitingRoom.MAX_WAIT;

    private final HostedNamespaces namespaces;
    private final ConfigHistory history;
    private final WaitingRoom<NamespaceId, Question, Answer> room;

    public NodeTargets(HostedNamespaces namespaces, ObjectTexts texts) {
        this.namespaces = namespaces;
        this.history = new ConfigHistory(namespaces, texts);
        this.room = WaitingRoom.open("node-targets", new Stored());
    }

    /** What a node is told. */
    public sealed interface Answer {

        /**
         * Run this.
         *
         * @param objects the texts of that version, sorted by path; unmodifiable, and shared by all
         *     who are told the same, for there may be thousands of them
         */
        record Target(
                NamespaceId namespace,
                LocationId location,
                long version,
                SortedMap<ObjectPath, String> objects)
                implements Answer {}

        /** It is still the version the node knows. */
        record Unchanged(long version) implements Answer {}

        /** The balancer is there, but was paused ever since, so that it has no target. */
        record NoneYet() implements Answer {}

        /** There is no such namespace or balancer; {@code what} names it. */
        record Missing(String what) implements Answer {}
    }

    /** Which balancer, and the version it knows; null: none. */
    public record Question(NamespaceId namespace, LocationId location, @Nullable Long known) {

        private boolean waitsFor(long version, Collection<Balancer> balancers) {
            return (known == null || known != version)
                    && balancers.stream().anyMatch(it -> it.location().equals(location));
        }
    }

    /**
     * Answers at once if the target is not the known version, or if there is no such balancer; else
     * as soon as that changes, and when the wait is over at the latest. A balancer without a target
     * waits for its first one. Cancelling the future ends the wait.
     *
     * @param wait 0 to {@link #MAX_WAIT}
     * @throws dev.balancerdeployer.coordination.StoreUnavailable at once; while it waits, an outage
     *     of the store only delays the answer
     */
    public CompletableFuture<Answer> ask(Question question, Duration wait) {
        return room.ask(question.namespace(), question, wait);
    }

    /** Tells that this process changed a namespace; does not block. */
    public void changed(NamespaceId id) {
        room.changed(id);
    }

    /** Answers everybody who waits; whoever asks from now on does not wait (SPEC O4). */
    @Override
    public void close() {
        room.close();
    }

    /** How many wait now. */
    int waiters() {
        return room.waiters();
    }

    private Answer look(Question question) {
        var namespace =
                namespaces.findAll(List.of(question.namespace())).stream()
                        .filter(it -> it.version() > 0)
                        .findFirst();
        if (namespace.isEmpty()) {
            return new Missing("namespace " + question.namespace());
        }
        var balancer = namespace.get().balancer(question.location());
        if (balancer.isEmpty()) {
            return new Missing("balancer " + question.location());
        }
        var version = balancer.get().targetVersion();
        if (version == null) {
            return new NoneYet();
        }
        if (version.equals(question.known())) {
            return new Unchanged(version);
        }
        return target(question, version, texts(question.namespace(), version));
    }

    private void tell(HostedNamespace namespace, Collection<Waiter<Question, Answer>> waiters) {
        var byVersion =
                namespace.balancers().stream()
                        .filter(it -> it.targetVersion() != null)
                        .collect(groupingBy(it -> requireNonNull(it.targetVersion())));
        byVersion.forEach((version, balancers) -> {
            var told =
                    waiters.stream()
                            .filter(it -> it.question().waitsFor(version, balancers))
                            .toList();
            if (!told.isEmpty()) {
                var texts = texts(namespace.id(), version);
                told.forEach(it -> it.tell(target(it.question(), version, texts)));
            }
        });
    }

    private SortedMap<ObjectPath, String> texts(NamespaceId id, long version) {
        var objects = history.objects(history.find(id, version).orElseThrow());
        return Collections.unmodifiableSortedMap(objects);
    }

    private static Target target(
            Question question, long version, SortedMap<ObjectPath, String> texts) {
        return new Target(question.namespace(), question.location(), version, texts);
    }

    /** The targets in the store; those of all namespaces that are waited for are one read. */
    private final class Stored implements WaitingRoom.Source<NamespaceId, Question, Answer> {

        @Override
        public Answer now(NamespaceId id, Question question) {
            return NodeTargets.this.look(question);
        }

        @Override
        public boolean isNews(Answer answer) {
            return switch (answer) {
                case Target _, Missing _ -> true;
                case Unchanged _, NoneYet _ -> false;
            };
        }

        @Override
        public Answer unchanged(Question question) {
            var known = question.known();
            return known == null ? new NoneYet() : new Unchanged(known);
        }

        @Override
        public void look(Map<NamespaceId, Collection<Waiter<Question, Answer>>> waiting) {
            for (var namespace : namespaces.findAll(waiting.keySet())) {
                tell(namespace, requireNonNull(waiting.get(namespace.id())));
            }
        }
    }
}
