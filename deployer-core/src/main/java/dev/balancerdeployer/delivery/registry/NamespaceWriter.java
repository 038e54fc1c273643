package dev.balancerdeployer.delivery.registry;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.coordination.StoreUnavailable;
import dev.balancerdeployer.delivery.Awacs;
import dev.balancerdeployer.delivery.Awacs.Outcome.Done;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.Safeguard;
import dev.balancerdeployer.delivery.registry.HostedNamespaces.Stored;
import dev.balancerdeployer.delivery.registry.Verdict.Accepted;
import dev.balancerdeployer.delivery.registry.Verdict.Answered;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Brings one change into one namespace: read, then the database's time, judge, compare-and-set;
 * from the read again if somebody was faster. Each write has a deadline shortly after the time it
 * was computed with, so that a stalled one never stores an old time as new, and the caller's {@code
 * not_after} is judged by the store in the very write (SPEC C5, C8).
 */
final class NamespaceWriter {

    private static final Duration TIME_HOLDS = Duration.ofSeconds(2);
    private static final Duration GIVE_UP = Duration.ofSeconds(10);
    private static final int MAX_ROUNDS = 1_000;

    /** A process that stood still for longer than it may try has tried only once. */
    private static final int MIN_ROUNDS = 3;

    /** Attempts in the document; all but the youngest half are filed when it is full. */
    static final int MAX_ATTEMPTS = 32;

    private final HostedNamespaces namespaces;
    private final DatabaseTime time;
    private final Judge judge;
    private final Consumer<NamespaceId> changed;

    NamespaceWriter(
            HostedNamespaces namespaces,
            DatabaseTime time,
            Activation activation,
            Consumer<NamespaceId> changed) {
        this.namespaces = namespaces;
        this.time = time;
        this.judge = new Judge(activation);
        this.changed = changed;
    }

    /** What {@link #write} would answer now; empty if it would go ahead. Writes nothing. */
    Optional<Awacs.Outcome> refusal(NamespaceId id, Change change, Actor by, Safeguard safeguard) {
        return switch (judged(read(id), change, by, safeguard, time.now())) {
            case Answered it -> Optional.of(it.outcome());
            case Accepted _ -> Optional.empty();
        };
    }

    /**
     * @throws StoreUnavailable if the store did not answer, or others were faster for ten seconds
     * @throws IllegalArgumentException if the change makes no sense for the namespace
     */
    Awacs.Outcome write(NamespaceId id, Change change, Actor by, Safeguard safeguard) {
        Instant first = null;
        for (var round = 0; round < MAX_ROUNDS; round++) {
            var before = read(id);
            var now = time.now();
            if (first == null) {
                first = now;
            } else if (round >= MIN_ROUNDS && now.isAfter(first.plus(GIVE_UP))) {
                break;
            }
            switch (judged(before, change, by, safeguard, now)) {
                case Answered it -> {
                    return it.outcome();
                }
                case Accepted it -> {
                    var done = new Done(it.changed(), it.next().version());
                    if (it.next().equals(before.namespace())
                            || landed(before, it.next(), now, safeguard)) {
                        return done;
                    }
                }
            }
        }
        throw new StoreUnavailable(
                "namespace %s changes too fast".formatted(id),
                new IllegalStateException("gave up"));
    }

    private Stored read(NamespaceId id) {
        return namespaces.find(id).orElseGet(() -> new Stored(HostedNamespace.stub(id), 0));
    }

    /** The order matters: the document (its rev is remembered), then the filed attempts. */
    private Verdict judged(
            Stored before, Change change, Actor by, Safeguard safeguard, Instant now) {
        var attempt = safeguard.attempt();
        if (attempt != null && before.namespace().attempt(attempt).isEmpty()) {
            var filed = namespaces.filedAttempt(before.namespace().id(), attempt);
            if (filed.isPresent()) {
                return new Answered(new Done(false, filed.get().version()));
            }
        }
        return judge.judge(before.namespace(), change, by, safeguard, now);
    }

    private boolean landed(
            Stored before, HostedNamespace wanted, Instant now, Safeguard safeguard) {
        var id = wanted.id();
        if (before.rev() == 0) {
            namespaces.reserve(id);
            return false;
        }
        var superseded = before.namespace().newest();
        if (superseded != null && wanted.version() > superseded.version()) {
            namespaces.fileVersion(id, superseded);
        }
        var next = filed(wanted).touched(before.namespace().notBeforeLastChange(now));
        var deadline = now.plus(TIME_HOLDS);
        var notAfter = safeguard.notAfter();
        var landed =
                namespaces.replace(
                        before,
                        next,
                        notAfter != null && notAfter.isBefore(deadline) ? notAfter : deadline);
        if (landed) {
            changed.accept(id);
        }
        return landed;
    }

    /** Filed first, taken out of the document afterwards, by the write that follows. */
    private HostedNamespace filed(HostedNamespace wanted) {
        var attempts = wanted.attempts();
        if (attempts.size() <= MAX_ATTEMPTS) {
            return wanted;
        }
        var old = attempts.subList(0, attempts.size() - MAX_ATTEMPTS / 2);
        namespaces.fileAttempts(wanted.id(), old);
        return wanted.withAttempts(attempts.subList(old.size(), attempts.size()));
    }
}
