package dev.balancerdeployer.coordination;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Bugs of clients, for tests that are to notice them (P-T1): wrong attempt ids. */
public final class ForgetfulSemaphores extends ForwardingSemaphores {

    private final Map<String, String> sentAs = new HashMap<>();
    private final boolean oneHost;
    private int lost;

    /** Takes a call without an answer for one that did nothing, and asks anew. */
    public ForgetfulSemaphores(Semaphores real) {
        this(real, false);
    }

    private ForgetfulSemaphores(Semaphores real, boolean oneHost) {
        super(real);
        this.oneHost = oneHost;
    }

    /** Takes the name of the host for who asks. */
    public static Semaphores ofOneHost(Semaphores real) {
        return new ForgetfulSemaphores(real, true);
    }

    @Override
    public Outcome acquire(Request request) {
        var attempt = sent(request.attempt());
        try {
            var asked =
                    new Request(
                            request.name(),
                            attempt,
                            request.owner(),
                            request.weight(),
                            request.ttl(),
                            request.runId(),
                            request.queue());
            var outcome = super.acquire(asked);
            return outcome instanceof Outcome.Granted(Grant grant)
                    ? new Outcome.Granted(as(grant, request.attempt()))
                    : outcome;
        } catch (StoreUnavailable e) {
            sentAs.put(request.attempt(), "%032x".formatted(request.attempt().hashCode() + ++lost));
            throw e;
        }
    }

    @Override
    public Optional<Grant> renew(Grant grant, @Nullable Duration ttl) {
        return super.renew(as(grant, sent(grant.attempt())), ttl)
                .map(it -> as(it, grant.attempt()));
    }

    @Override
    public boolean release(Grant grant) {
        return super.release(as(grant, sent(grant.attempt())));
    }

    private String sent(String attempt) {
        return oneHost ? "0".repeat(32) : sentAs.getOrDefault(attempt, attempt);
    }

    private static Grant as(Grant grant, String attempt) {
        return new Grant(
                attempt,
                grant.fence(),
                grant.owner(),
                grant.weight(),
                grant.ttl(),
                grant.since(),
                grant.expiresAt(),
                grant.runId());
    }
}
