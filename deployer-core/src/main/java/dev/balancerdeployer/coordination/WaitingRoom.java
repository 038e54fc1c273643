package dev.balancerdeployer.coordination;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where callers wait for something to change, whichever replica changes it (SPEC D5, W4). A wait
 * holds no thread, and however many wait, one look a second is for all of them; changes of this
 * process are seen at once. Thread-safe.
 *
 * @param <K> what is waited for
 * @param <Q> what somebody asks, such as the version it knows
 * @param <A> what it is told
 */
public final class WaitingRoom<K, Q, A> implements AutoCloseable {

    /** The longest wait of one question. */
    public static final Duration MAX_WAIT = Duration.ofSeconds(60);

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Logger log = LoggerFactory.getLogger(WaitingRoom.class);

    private final String name;
    private final Source<K, Q, A> source;
    private final ScheduledExecutorService timer;
    private final Executor worker;

    private final Map<K, Set<Waiter<Q, A>>> waiting = new ConcurrentHashMap<>();
    private final Set<K> toLookAt = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile boolean failing;

    /** What is waited for. Looks block on the store, and throw what it throws. */
    public interface Source<K, Q, A> {

        /** What there is now. */
        A now(K key, Q question);

        /** Whether it is told at once; else it is told when the wait is over. */
        boolean isNews(A answer);

        /** What is told when nobody can wait any more. */
        A unchanged(Q question);

        /** Tells those for whom there is news; never two calls at a time. */
        void look(Map<K, Collection<Waiter<Q, A>>> waiting);
    }

    /** Somebody who waits; each is itself, whatever it asked. */
    public static final class Waiter<Q, A> {

        private final Q question;
        private final CompletableFuture<A> answer = new CompletableFuture<>();

        private Waiter(Q question) {
            this.question = question;
        }

        public Q question() {
            return question;
        }

        /** Ends its wait. */
        public void tell(A told) {
            answer.complete(told);
        }
    }

    /**
     * @param timer only ever runs short tasks; shut down by {@link #close}
     * @param worker runs at most one task of this at a time, which blocks on the store
     */
    WaitingRoom(
            String name, Source<K, Q, A> source, ScheduledExecutorService timer, Executor worker) {
        this.name = name;
        this.source = source;
        this.timer = timer;
        this.worker = worker;
        var poll = POLL.toMillis();
        var _ = timer.scheduleWithFixedDelay(this::poll, poll, poll, TimeUnit.MILLISECONDS);
    }

    /**
     * @param name of what is waited for, for threads and the log
     */
    public static <K, Q, A> WaitingRoom<K, Q, A> open(String name, Source<K, Q, A> source) {
        var timer =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name(name).factory());
        timer.setRemoveOnCancelPolicy(true);
        var worker =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name(name + "-look").factory());
        return new WaitingRoom<>(name, source, timer, worker);
    }

    /**
     * Answers at once if there is news; else as soon as there is, and when the wait is over at the
     * latest. Cancelling the future ends the wait.
     *
     * @param wait 0 to {@link #MAX_WAIT}
     * @throws StoreUnavailable at once; while it waits, an outage only delays the answer
     */
    public CompletableFuture<A> ask(K key, Q question, Duration wait) {
        if (wait.isNegative() || wait.compareTo(MAX_WAIT) > 0) {
            throw new IllegalArgumentException("wait: %s (expected: 0s to 60s)".formatted(wait));
        }
        if (wait.isZero()) {
            return CompletableFuture.completedFuture(source.now(key, question));
        }
        var waiter = new Waiter<Q, A>(question);
        enter(key, waiter); // before the look, so that no change falls between the two
        var looked = false;
        try {
            var now = source.now(key, question);
            if (source.isNews(now)) {
                waiter.tell(now);
            } else {
                tellAfter(wait, waiter, now);
            }
            looked = true;
        } finally {
            if (!looked) {
                giveUp(waiter);
            }
        }
        return waiter.answer;
    }

    /** Tells that this process changed something; does not block. */
    public void changed(K key) {
        if (waiting.containsKey(key)) {
            toLookAt.add(key);
            lookSoon();
        }
    }

    /** Answers everybody who waits; whoever asks from now on does not wait (SPEC O4). */
    @Override
    public void close() {
        timer.shutdownNow();
        waiting.values().forEach(it -> List.copyOf(it).forEach(this::giveUp));
    }

    /** How many wait now. */
    public int waiters() {
        return waiting.values().stream().mapToInt(Set::size).sum();
    }

    private void giveUp(Waiter<Q, A> waiter) {
        waiter.tell(source.unchanged(waiter.question));
    }

    private void enter(K key, Waiter<Q, A> waiter) {
        waiting.compute(
                key,
                (_, known) -> {
                    var all = known == null ? ConcurrentHashMap.<Waiter<Q, A>>newKeySet() : known;
                    all.add(waiter);
                    return all;
                });
        var _ =
                waiter.answer.whenComplete((_, _) ->
                        waiting.computeIfPresent(
                                key,
                                (_, all) -> {
                                    all.remove(waiter);
                                    return all.isEmpty() ? null : all;
                                }));
    }

    private void tellAfter(Duration wait, Waiter<Q, A> waiter, A unchanged) {
        try {
            var end =
                    timer.schedule(
                            () -> waiter.tell(unchanged), wait.toMillis(), TimeUnit.MILLISECONDS);
            var _ = waiter.answer.whenComplete((_, _) -> end.cancel(false));
        } catch (RejectedExecutionException _) {
            waiter.tell(unchanged); // closed: nobody waits any more
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
                var taken = takeWaiting();
                if (!taken.isEmpty()) {
                    source.look(taken);
                }
            }
            failing = false;
        } catch (RuntimeException e) {
            if (!failing) {
                log.warn("{}: cannot see whether what is waited for has changed", name, e);
            }
            failing = true;
        } finally {
            looking.set(false);
            lookSoon();
        }
    }

    private Map<K, Collection<Waiter<Q, A>>> takeWaiting() {
        var keys = Set.copyOf(toLookAt);
        toLookAt.removeAll(keys);
        var taken = new HashMap<K, Collection<Waiter<Q, A>>>();
        for (var key : keys) {
            var waiters = waiting.get(key);
            if (waiters != null) {
                taken.put(key, waiters);
            }
        }
        return taken;
    }
}
