package dev.balancerdeployer.store;

import com.mongodb.MongoException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnStateTransitionEvent;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps calls back while the database is away, so that they fail at once and do not pile up:
 *
 * <pre>
 *            no answer to a call for 5 s,         every 500 ms
 *            and none to a probe either           a probe
 *   CLOSED ------------------------------> OPEN ------------> HALF_OPEN
 *     ^                                     ^    no answer        |
 *     |                                     +---------------------+
 *     |                     an answer                             |
 *     +-----------------------------------------------------------+
 * </pre>
 *
 * What it counts are its own probes: no call is risked to find out whether the database is back,
 * and none is refused because others failed while it answers. A restart or a change of the primary
 * that is over within 5 s refuses nothing.
 */
final class DatabaseBreaker implements Gate {

    static final Duration PROBE_LIMIT = Duration.ofSeconds(1);
    static final Duration BETWEEN_PROBES = Duration.ofMillis(500);

    private static final Logger log = LoggerFactory.getLogger(DatabaseBreaker.class);

    private final Consumer<Duration> ping;
    private final Later later;
    private final LongSupplier nanoTime;
    private final CircuitBreaker breaker = CircuitBreaker.of("database", oneProbeDecides());

    /** Runs an action after a while, on a thread where it may block. */
    interface Later {
        void run(Duration delay, Runnable action);
    }

    /**
     * @param ping asks the primary for any answer within that time, else throws
     * @param nanoTime monotonic
     */
    DatabaseBreaker(Consumer<Duration> ping, Later later, LongSupplier nanoTime) {
        this.ping = ping;
        this.later = later;
        this.nanoTime = nanoTime;
        breaker.getEventPublisher().onStateTransition(DatabaseBreaker::tell);
    }

    private static CircuitBreakerConfig oneProbeDecides() {
        return CircuitBreakerConfig.custom()
                .slidingWindowSize(1)
                .minimumNumberOfCalls(1)
                .failureRateThreshold(100)
                .permittedNumberOfCallsInHalfOpenState(1)
                .build();
    }

    @Override
    public <T> T pass(Supplier<T> call) {
        if (isOpen()) {
            throw CallNotPermittedException.createCallNotPermittedException(breaker);
        }
        var begin = nanoTime.getAsLong();
        try {
            return call.get();
        } catch (MongoException e) {
            var took = Duration.ofNanos(nanoTime.getAsLong() - begin);
            if (Outage.suspected(e, took)) {
                suspect(took);
            }
            throw e;
        }
    }

    /** Whether calls are kept back. */
    boolean isOpen() {
        return breaker.getState() != State.CLOSED;
    }

    /**
     * One that has waited long enough finds out before it fails, so that the next does not wait.
     */
    private void suspect(Duration took) {
        if (took.compareTo(Outage.PATIENCE) >= 0) {
            probe(PROBE_LIMIT);
        } else {
            later.run(Duration.ZERO, () -> probe(Outage.PATIENCE));
        }
    }

    /** One at a time: whoever comes meanwhile finds its result. */
    private synchronized void probe(Duration limit) {
        if (!isOpen()) {
            judge(limit);
        }
    }

    private synchronized void probeAgain() {
        breaker.transitionToHalfOpenState();
        judge(PROBE_LIMIT);
    }

    private void judge(Duration limit) {
        var begin = breaker.getCurrentTimestamp();
        breaker.acquirePermission();
        try {
            ping.accept(limit);
            answered(begin);
        } catch (MongoException e) {
            if (Outage.isAway(e)) {
                failed(begin, e);
            } else {
                answered(begin);
            }
        } catch (RuntimeException e) {
            failed(begin, e);
        }
    }

    private void answered(long begin) {
        breaker.onSuccess(breaker.getCurrentTimestamp() - begin, breaker.getTimestampUnit());
    }

    private void failed(long begin, RuntimeException e) {
        breaker.onError(breaker.getCurrentTimestamp() - begin, breaker.getTimestampUnit(), e);
        later.run(BETWEEN_PROBES, this::probeAgain);
    }

    private static void tell(CircuitBreakerOnStateTransitionEvent event) {
        switch (event.getStateTransition()) {
            case CLOSED_TO_OPEN ->
                    log.warn("The database does not answer; until it does, calls fail at once");
            case HALF_OPEN_TO_CLOSED -> log.info("The database answers again");
            default -> {
                // between two probes
            }
        }
    }
}
