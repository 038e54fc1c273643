package dev.balancerdeployer.coordination;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Does nothing by itself; tests override what they want to be otherwise. */
class ForwardingSemaphores implements Semaphores {

    private final Semaphores real;

    ForwardingSemaphores(Semaphores real) {
        this.real = real;
    }

    @Override
    public void ensure(SemaphoreName name, int capacity) {
        real.ensure(name, capacity);
    }

    @Override
    public Outcome acquire(Request request) {
        return real.acquire(request);
    }

    @Override
    public Optional<Grant> renew(Grant grant, @Nullable Duration ttl) {
        return real.renew(grant, ttl);
    }

    @Override
    public boolean release(Grant grant) {
        return real.release(grant);
    }

    @Override
    public void leave(SemaphoreName name, String attempt) {
        real.leave(name, attempt);
    }

    @Override
    public Optional<Grant> current(Fence fence) {
        return real.current(fence);
    }

    @Override
    public List<Grant> reap(SemaphoreName name) {
        return real.reap(name);
    }

    @Override
    public Optional<SemaphoreView> breakHolders(SemaphoreName name) {
        return real.breakHolders(name);
    }

    @Override
    public Optional<SemaphoreView> find(SemaphoreName name) {
        return real.find(name);
    }

    @Override
    public Page<SemaphoreView> list(boolean leases, PageRequest page) {
        return real.list(leases, page);
    }
}
