package dev.balancerdeployer.delivery.registry;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;

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
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What balancer nodes should run, and the wait for something else (SPEC D5). A wait holds no
 * thread, and however many nodes wait, one read a second looks after all of their namespaces;
 * changes of this process are seen at once. Nodes that wait for the same version share one copy of
 * its texts. Thread-safe.
 */
public final class NodeTargets implements AutoCloseable {

    /** The longest wait of one question. */
    public static final Duration MAX_WAIT = Duration.ofSeconds(60);

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Logger log = LoggerFactory.getLogger(NodeTargets.class);

    private final HostedNamespaces namespaces;
    private final ConfigHistory history;
    private final ScheduledExecutorService timer;
    private final Executor worker;

    private final Map<NamespaceId, Set<Waiter>> waiting = new ConcurrentHashMap<>();
    private final Set<NamespaceId> toLookAt = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile boolean failing;

    /**
     * @param timer only ever runs short tasks; shut down by {@link #close}
     * @param worker runs at most one task of this at a time, which blocks on the store
     */
    public NodeTargets(
            HostedNamespaces namespaces,
            ObjectTexts texts,
            ScheduledExecutorService timer,
            Executor worker) {
        this.namespaces = namespaces;
        this.history = new ConfigHistory(namespaces, texts);
        this.timer = timer;
        this.worker = worker;
        var poll = POLL.toMillis();
        var _ = timer.scheduleWithFixedDelay(this::poll, poll, poll, TimeUnit.MILLISECONDS);
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
    public record Question(NamespaceId namespace, LocationId location, @Nullable Long known) {}

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
        if (wait.isNegative() || wait.compareTo(MAX_WAIT) > 0) {
            throw new IllegalArgumentException("wait: %s (expected: 0s to 60s)".formatted(wait));
        }
        if (wait.isZero()) {
            return CompletableFuture.completedFuture(look(question));
        }
        var waiter = new Waiter(question, new CompletableFuture<>());
        enter(waiter); // before the look, so that no change falls between the two
        try {
            var now = look(question);
            switch (now) {
                case Target _, Missing _ -> waiter.answer.complete(now);
                case Unchanged _, NoneYet _ -> giveUpAfter(wait, waiter, now);
            }
        } catch (RuntimeException e) {
            waiter.giveUp();
            throw e;
        }
        return waiter.answer;
    }

    /** Tells that this process changed a namespace; does not block. */
    public void changed(NamespaceId id) {
        if (waiting.containsKey(id)) {
            toLookAt.add(id);
            lookSoon();
        }
    }

    /** Answers everybody who waits; whoever asks from now on does not wait (SPEC O4). */
    @Override
    public void close() {
        timer.shutdownNow();
        waiting.values().forEach(it -> List.copyOf(it).forEach(Waiter::giveUp));
    }

    /** How many wait now. */
    int waiters() {
        return waiting.values().stream().mapToInt(Set::size).sum();
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

    private void enter(Waiter waiter) {
        var id = waiter.question.namespace();
        waiting.compute(
                id,
                (_, known) -> {
                    var all = known == null ? ConcurrentHashMap.<Waiter>newKeySet() : known;
                    all.add(waiter);
                    return all;
                });
        var _ =
                waiter.answer.whenComplete((_, _) ->
                        waiting.computeIfPresent(
                                id,
                                (_, all) -> {
                                    all.remove(waiter);
                                    return all.isEmpty() ? null : all;
                                }));
    }

    private void giveUpAfter(Duration wait, Waiter waiter, Answer unchanged) {
        try {
            var end =
                    timer.schedule(
                            () -> waiter.answer.complete(unchanged),
                            wait.toMillis(),
                            TimeUnit.MILLISECONDS);
            var _ = waiter.answer.whenComplete((_, _) -> end.cancel(false));
        } catch (RejectedExecutionException _) {
            waiter.answer.complete(unchanged); // closed: nobody waits any more
        }
    }

    private void poll() {
        toLookAt.addAll(waiting.keySet());
        lookSoon();
    }

    private void lookSoon() {
        if (!toLookAt.isEmpty() && looking.compareAndSet(false, true)) {
            worker.execute(this::lookAtAll);
        }
    }

    /** A failure is no answer: the next poll looks at whatever is waited for again. */
    private void lookAtAll() {
        try {
            while (!toLookAt.isEmpty()) {
                var ids = Set.copyOf(toLookAt);
                toLookAt.removeAll(ids);
                namespaces.findAll(ids).forEach(this::tell);
            }
            failing = false;
        } catch (RuntimeException e) {
            if (!failing) {
                log.warn("cannot see whether targets of waiting nodes have changed", e);
            }
            failing = true;
        } finally {
            looking.set(false);
            lookSoon();
        }
    }

    private void tell(HostedNamespace namespace) {
        var waiters = waiting.get(namespace.id());
        if (waiters == null) {
            return;
        }
        var byVersion =
                namespace.balancers().stream()
                        .filter(it -> it.targetVersion() != null)
                        .collect(groupingBy(it -> requireNonNull(it.targetVersion())));
        byVersion.forEach((version, balancers) -> {
            var told = waiters.stream().filter(it -> it.waitsFor(version, balancers)).toList();
            if (!told.isEmpty()) {
                var texts = texts(namespace.id(), version);
                told.forEach(it -> it.tell(target(it.question, version, texts)));
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

    /** Somebody who waits; each is itself, whatever it asked. */
    private static final class Waiter {

        private final Question question;
        private final CompletableFuture<Answer> answer;

        Waiter(Question question, CompletableFuture<Answer> answer) {
            this.question = question;
            this.answer = answer;
        }

        boolean waitsFor(long version, Collection<Balancer> balancers) {
            var known = question.known();
            return (known == null || known != version)
                    && balancers.stream().anyMatch(it -> it.location().equals(question.location()));
        }

        void tell(Answer told) {
            answer.complete(told);
        }

        void giveUp() {
            var known = question.known();
            answer.complete(known == null ? new NoneYet() : new Unchanged(known));
        }
    }
}
