package dev.balancerdeployer.weights;

import dev.balancerdeployer.coordination.StoreUnavailable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is current, and the wait for something else, so that balancers can follow (SPEC W4). A wait
 * holds no thread, and however many wait, one read a second looks after each config that is waited
 * for; what this process publishes is seen at once. Thread-safe.
 */
public final class CurrentWeights implements AutoCloseable {

    /** The longest wait. */
    public static final Duration MAX_WAIT = Duration.ofSeconds(60);

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Logger log = LoggerFactory.getLogger(CurrentWeights.class);

    private final WeightQueries queries;
    private final ScheduledExecutorService timer;
    private final Executor worker;

    private final Map<ConfigId, Set<Waiter>> waiting = new ConcurrentHashMap<>();
    private final Set<ConfigId> toLookAt = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile boolean failing;

    /**
     * @param timer only ever runs short tasks; shut down by {@link #close}
     * @param worker runs at most one task of this at a time, which blocks on the store
     */
    CurrentWeights(WeightQueries queries, ScheduledExecutorService timer, Executor worker) {
        this.queries = queries;
        this.timer = timer;
        this.worker = worker;
        var poll = POLL.toMillis();
        var _ = timer.scheduleWithFixedDelay(this::poll, poll, poll, TimeUnit.MILLISECONDS);
    }

    /** What is told. */
    public sealed interface Answer {

        /** These are current, and not the version that is known. */
        record Values(Snapshot snapshot) implements Answer {}

        /** It is still the version that is known. */
        record Unchanged(long version) implements Answer {}

        /** There is no such config, or nothing of it is published yet. */
        record Missing() implements Answer {}
    }

    /**
     * Answers at once if what is current is not the known version; else as soon as that changes,
     * and when the wait is over at the latest. Cancelling the future ends the wait.
     *
     * @param known 0: none
     * @param wait 0 to {@link #MAX_WAIT}
     * @throws StoreUnavailable at once; while it waits, an outage only delays the answer
     */
    public CompletableFuture<Answer> ask(ConfigId config, long known, Duration wait) {
        if (wait.isNegative() || wait.compareTo(MAX_WAIT) > 0) {
            throw new IllegalArgumentException("wait: %s (expected: 0s to 60s)".formatted(wait));
        }
        if (wait.isZero() || known == 0) {
            return CompletableFuture.completedFuture(look(config, known));
        }
        var waiter = new Waiter(known);
        enter(config, waiter); // before the look, so that no change falls between the two
        try {
            switch (look(config, known)) {
                case Answer.Unchanged unchanged -> giveUpAfter(wait, waiter, unchanged);
                case Answer.Values now -> waiter.answer.complete(now);
                case Answer.Missing now -> waiter.answer.complete(now);
            }
        } catch (RuntimeException e) {
            waiter.giveUp();
            throw e;
        }
        return waiter.answer;
    }

    /** Tells that this process has published a version of a config; does not block. */
    void changed(ConfigId config) {
        if (waiting.containsKey(config)) {
            toLookAt.add(config);
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

    private Answer look(ConfigId config, long known) {
        if (known != 0 && queries.published(config) == known) {
            return new Answer.Unchanged(known);
        }
        return queries.current(config)
                .<Answer>map(it ->
                        it.version() == known ? new Answer.Unchanged(known) : new Answer.Values(it))
                .orElseGet(Answer.Missing::new);
    }

    private void enter(ConfigId config, Waiter waiter) {
        waiting.compute(
                config,
                (_, known) -> {
                    var all = known == null ? ConcurrentHashMap.<Waiter>newKeySet() : known;
                    all.add(waiter);
                    return all;
                });
        var _ =
                waiter.answer.whenComplete((_, _) ->
                        waiting.computeIfPresent(
                                config,
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
                for (var config : Set.copyOf(toLookAt)) {
                    toLookAt.remove(config);
                    tell(config);
                }
            }
            failing = false;
        } catch (RuntimeException e) {
            if (!failing) {
                log.warn("cannot see whether weights that are waited for have changed", e);
            }
            failing = true;
        } finally {
            looking.set(false);
            lookSoon();
        }
    }

    private void tell(ConfigId config) {
        var waiters = waiting.getOrDefault(config, Set.of());
        var published = queries.published(config);
        var behind = waiters.stream().filter(it -> it.known != published).toList();
        if (!behind.isEmpty()) {
            var now = look(config, 0);
            behind.forEach(it -> it.answer.complete(now));
        }
    }

    /** Somebody who waits; each is itself, whatever it knows. */
    private static final class Waiter {

        private final long known;
        private final CompletableFuture<Answer> answer = new CompletableFuture<>();

        Waiter(long known) {
            this.known = known;
        }

        void giveUp() {
            answer.complete(new Answer.Unchanged(known));
        }
    }
}
