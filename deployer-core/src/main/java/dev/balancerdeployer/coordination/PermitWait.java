package dev.balancerdeployer.coordination;

import dev.balancerdeployer.coordination.Semaphores.Outcome;
import dev.balancerdeployer.coordination.Semaphores.Request;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One wait for one permit, by one thread. The store is asked on other threads, so that one that
 * hangs keeps nobody from giving up.
 */
final class PermitWait {

    private static final Logger log = LoggerFactory.getLogger(PermitWait.class);

    private final Semaphores semaphores;
    private final LeaseTiming timing;
    private final Pace pace;
    private final Request request;
    private final BooleanSupplier goOn;

    private volatile boolean ensured;
    private boolean saidSo;
    private boolean again;
    private Duration gap = LineWait.UNKNOWN;
    private @Nullable Long sent;
    private @Nullable CompletableFuture<Outcome> lastAnswer;

    PermitWait(
            Semaphores semaphores,
            LeaseTiming timing,
            Pace pace,
            Request request,
            BooleanSupplier goOn) {
        this.semaphores = semaphores;
        this.timing = timing;
        this.pace = pace;
        this.request = request;
        this.goOn = goOn;
    }

    /** The lease, or empty, with the place given up: also if this throws. */
    Optional<Lease> await(Duration maxWait) throws InterruptedException {
        Optional<Lease> lease = Optional.empty();
        try {
            lease = tryUntil(pace.nanos(), maxWait);
            return lease;
        } finally {
            if (lease.isEmpty()) {
                giveUp();
            }
        }
    }

    private Optional<Lease> tryUntil(long start, Duration maxWait) throws InterruptedException {
        while (goOn.getAsBoolean()) {
            var lease = tryOnce();
            var left = maxWait.minus(pace.since(start));
            if (lease.isPresent() || !left.isPositive()) {
                return lease;
            }
            pace.pause(LineWait.shorter(left, gap));
        }
        return Optional.empty();
    }

    private Optional<Lease> tryOnce() throws InterruptedException {
        long firstSent = sent == null ? pace.nanos() : sent;
        sent = firstSent;
        var outcome = answerTo(ask());
        again = outcome.isPresent();
        if (outcome.isEmpty()) {
            gap = LineWait.UNKNOWN;
            return Optional.empty(); // not known: if it was granted, it was since the first sending
        }
        sent = null;
        return switch (outcome.get()) {
            case Outcome.Waiting waiting -> {
                gap = LineWait.after(waiting, request);
                yield Optional.empty();
            }
            case Outcome.Granted(Grant grant) -> keep(grant, firstSent);
        };
    }

    /** A grant that was learned of too late is worth nothing, and nothing was done under it. */
    private Optional<Lease> keep(Grant grant, long firstSent) {
        if (pace.since(firstSent).compareTo(timing.fenceAfter()) < 0) {
            return Optional.of(HeldLease.keep(semaphores, timing, pace, grant, firstSent));
        }
        giveUp();
        return Optional.empty();
    }

    private CompletableFuture<Outcome> ask() {
        var answer = new CompletableFuture<Outcome>();
        lastAnswer = answer;
        var known = again;
        pace.start(() -> {
            try {
                ensure();
                answer.complete(known ? semaphores.askAgain(request) : semaphores.acquire(request));
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    private void ensure() {
        if (!ensured) {
            semaphores.ensure(request.name(), 1);
            ensured = true;
        }
    }

    /** Empty if it is not known, or not waited for any more. */
    private Optional<Outcome> answerTo(CompletableFuture<Outcome> answer)
            throws InterruptedException {
        while (true) {
            try {
                return Optional.of(answer.get(1, TimeUnit.SECONDS));
            } catch (TimeoutException _) {
                if (!goOn.getAsBoolean()) {
                    return Optional.empty();
                }
            } catch (ExecutionException e) {
                switch (e.getCause()) {
                    case StoreUnavailable unavailable -> say(unavailable);
                    case RuntimeException mistake -> throw mistake;
                    case null, default -> throw new IllegalStateException(e);
                }
                return Optional.empty();
            }
        }
    }

    private void say(StoreUnavailable unavailable) {
        if (!saidSo) {
            log.warn("{} waits for the store: {}", request.owner(), unavailable.getMessage());
            saidSo = true;
        }
    }

    /** After the call that is under way, if one is: it could bring a permit. */
    private void giveUp() {
        var answer = lastAnswer;
        if (answer != null) {
            var _ = answer.whenComplete((_, _) -> letGo());
        }
    }

    private void letGo() {
        try {
            semaphores.leave(request.name(), request.attempt());
            semaphores.find(request.name()).stream()
                    .flatMap(it -> it.holders().stream())
                    .filter(it -> it.attempt().equals(request.attempt()))
                    .forEach(semaphores::release);
        } catch (StoreUnavailable e) {
            log.info("The place of {} is left to expire: {}", request.owner(), e.getMessage());
        }
    }
}
