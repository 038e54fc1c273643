package dev.balancerdeployer.delivery.http;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.coordination.Fence;
import dev.balancerdeployer.coordination.StoreUnavailable;
import dev.balancerdeployer.delivery.AttemptId;
import dev.balancerdeployer.delivery.Awacs;
import dev.balancerdeployer.delivery.Awacs.Outcome.Done;
import dev.balancerdeployer.delivery.Awacs.Outcome.FencedOff;
import dev.balancerdeployer.delivery.Awacs.Outcome.Stale;
import dev.balancerdeployer.delivery.AwacsNamespace;
import dev.balancerdeployer.delivery.AwacsUnavailable;
import dev.balancerdeployer.delivery.AwacsVersion;
import dev.balancerdeployer.delivery.ConfigUpdate;
import dev.balancerdeployer.delivery.LocationId;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.NewBalancer;
import dev.balancerdeployer.delivery.ObjectPath;
import dev.balancerdeployer.delivery.Safeguard;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Awacs behind a network. Sent again are reads, and writes whose attempt id makes it safe; the
 * latter never once {@code not_after} has passed. Nothing else is. After so many failures awacs is
 * left alone for a while.
 *
 * <p>{@code not_after} is judged twice: here, by our database's time before each send, and over
 * there in the filter of the write. The first holds even if the other clock is wrong (SPEC C5).
 *
 * <p>A refusal of a later send is no verdict on an earlier one that got no answer and may land yet:
 * only what can no longer change is answered then, else the outcome stays open.
 */
final class ResilientAwacs implements Awacs {

    private final Awacs awacs;
    private final CircuitBreaker breaker;
    private final Persistence persistence;
    private final DatabaseTime time;

    ResilientAwacs(
            Awacs awacs, CircuitBreaker breaker, Persistence persistence, DatabaseTime time) {
        this.awacs = awacs;
        this.breaker = breaker;
        this.persistence = persistence;
        this.time = time;
    }

    @Override
    public Optional<AwacsNamespace> find(NamespaceId namespace) {
        return read(() -> awacs.find(namespace));
    }

    @Override
    public Optional<SortedMap<ObjectPath, String>> objects(NamespaceId namespace, long version) {
        return read(() -> awacs.objects(namespace, version));
    }

    @Override
    public Optional<AwacsVersion> version(NamespaceId namespace, long version) {
        return read(() -> awacs.version(namespace, version));
    }

    @Override
    public Optional<Landed> attempt(NamespaceId namespace, AttemptId attempt) {
        return read(() -> awacs.attempt(namespace, attempt));
    }

    @Override
    public Outcome raiseFence(NamespaceId namespace, Fence fence) {
        return once(() -> awacs.raiseFence(namespace, fence));
    }

    @Override
    public Outcome update(ConfigUpdate update, Actor by, Safeguard safeguard) {
        var expected = update.expectedVersion();
        return write(
                update.namespace(),
                safeguard,
                expected == null ? Long.valueOf(0) : expected,
                () -> awacs.update(update, by, safeguard));
    }

    @Override
    public Outcome pause(
            NamespaceId namespace,
            LocationId location,
            NewBalancer.NewPause pause,
            Actor by,
            Safeguard safeguard) {
        return write(
                namespace,
                safeguard,
                null,
                () -> awacs.pause(namespace, location, pause, by, safeguard));
    }

    @Override
    public Outcome lift(Lift lift, Actor by, Safeguard safeguard) {
        return write(
                lift.namespace(),
                safeguard,
                lift.expectedVersion(),
                () -> awacs.lift(lift, by, safeguard));
    }

    private <T> T read(Supplier<T> call) {
        var begun = persistence.nanos().getAsLong();
        for (var sent = 1; ; sent++) {
            try {
                return once(call);
            } catch (AwacsUnavailable e) {
                if (!again(e) || persistence.over(sent, begun)) {
                    throw e;
                }
                rest(sent, e);
            }
        }
    }

    /**
     * @param expected the version that the write is for; null: any
     */
    private Outcome write(
            NamespaceId namespace,
            Safeguard safeguard,
            @Nullable Long expected,
            Supplier<Outcome> call) {
        if (passed(safeguard.notAfter())) {
            return tooLate(namespace, safeguard);
        }
        var begun = persistence.nanos().getAsLong();
        try {
            return once(call);
        } catch (AwacsUnavailable e) {
            if (safeguard.attempt() == null) {
                throw e;
            }
            return repeated(call, safeguard.notAfter(), expected, begun, e);
        }
    }

    private Outcome repeated(
            Supplier<Outcome> call,
            @Nullable Instant notAfter,
            @Nullable Long expected,
            long begun,
            AwacsUnavailable first) {
        var last = first;
        for (var sent = 1; again(last) && !persistence.over(sent, begun); sent++) {
            rest(sent, last);
            if (perhapsPassed(notAfter)) {
                break;
            }
            try {
                var outcome = once(call);
                if (isFinal(outcome, expected)) {
                    return outcome;
                }
                throw refused(outcome.toString(), last);
            } catch (AwacsUnavailable e) {
                last = e;
            } catch (IllegalArgumentException e) {
                throw refused(String.valueOf(e.getMessage()), last);
            }
        }
        throw last;
    }

    private static AwacsUnavailable refused(String how, AwacsUnavailable unanswered) {
        return new AwacsUnavailable(
                "awacs did not answer, then refused the same write: " + how, unanswered);
    }

    /** Nothing is sent any more; but a repeated attempt is answered with its first result. */
    private Outcome tooLate(NamespaceId namespace, Safeguard safeguard) {
        var attempt = safeguard.attempt();
        var landed = attempt == null ? Optional.<Landed>empty() : attempt(namespace, attempt);
        return landed.<Outcome>map(it -> new Done(false, it.version()))
                .orElseGet(() ->
                        new FencedOff(
                                "not_after %s had passed before it was sent"
                                        .formatted(safeguard.notAfter())));
    }

    /** Whether an earlier send can no longer make it untrue: versions only grow. */
    private static boolean isFinal(Outcome outcome, @Nullable Long expected) {
        return switch (outcome) {
            case Done _ -> true;
            case Stale(long current) -> expected != null && current > expected;
            case Outcome.Missing _, FencedOff _, Outcome.NotActive _ -> false;
        };
    }

    private boolean passed(@Nullable Instant notAfter) {
        return notAfter != null && !time.now().isBefore(notAfter);
    }

    /** For a write that may be under way: whatever happens, it must be told as unanswered. */
    private boolean perhapsPassed(@Nullable Instant notAfter) {
        try {
            return passed(notAfter);
        } catch (StoreUnavailable _) {
            return true;
        }
    }

    private <T> T once(Supplier<T> call) {
        try {
            return breaker.executeSupplier(call);
        } catch (CallNotPermittedException e) {
            throw new AwacsUnavailable("awacs is not asked now, its last calls failed", e);
        }
    }

    /** Whether the same may have a better answer soon. */
    private static boolean again(AwacsUnavailable failure) {
        return !(failure.getCause() instanceof UnexpectedAnswer
                || failure.getCause() instanceof CallNotPermittedException
                || failure.getCause() instanceof AwacsUnavailable
                || Thread.currentThread().isInterrupted());
    }

    private void rest(int sent, AwacsUnavailable failure) {
        try {
            persistence.sleep().during(persistence.pauseAfter(sent));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw failure;
        }
    }
}
