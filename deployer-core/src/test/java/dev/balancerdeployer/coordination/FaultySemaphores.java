package dev.balancerdeployer.coordination;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Semaphores whose answers, or whose questions too, get lost when the test says so. */
final class FaultySemaphores extends ForwardingSemaphores {

    private Faults faults = Faults.NONE;
    private int calls;

    enum Faults {
        NONE,
        ANSWERS_LOST,
        UNREACHABLE
    }

    FaultySemaphores(Semaphores real) {
        super(real);
    }

    void have(Faults next) {
        faults = next;
    }

    /** How often anything was asked. */
    int calls() {
        return calls;
    }

    private <T> T call(Supplier<T> operation) {
        calls++;
        if (faults == Faults.UNREACHABLE) {
            throw lost();
        }
        var answer = operation.get();
        if (faults == Faults.ANSWERS_LOST) {
            throw lost();
        }
        return answer;
    }

    private static StoreUnavailable lost() {
        return new StoreUnavailable("no answer", new IllegalStateException("test"));
    }

    @Override
    public void ensure(SemaphoreName name, int capacity) {
        if (faults == Faults.UNREACHABLE) {
            throw lost();
        }
        super.ensure(name, capacity);
    }

    @Override
    public Outcome acquire(Request request) {
        return call(() -> super.acquire(request));
    }

    @Override
    public Optional<Grant> renew(Grant grant, @Nullable Duration ttl) {
        return call(() -> super.renew(grant, ttl));
    }

    @Override
    public boolean release(Grant grant) {
        return call(() -> super.release(grant));
    }

    @Override
    public void leave(SemaphoreName name, String attempt) {
        call(() -> {
            super.leave(name, attempt);
            return true;
        });
    }

    @Override
    public Optional<SemaphoreView> find(SemaphoreName name) {
        return call(() -> super.find(name));
    }
}
