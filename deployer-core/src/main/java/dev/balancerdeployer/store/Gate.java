package dev.balancerdeployer.store;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import java.util.function.Supplier;

/** What every call to the database passes through. Thread-safe. */
interface Gate {

    /**
     * Runs a call and answers what it answers, or throws what it throws.
     *
     * @throws CallNotPermittedException at once, without running it, if the database is away
     */
    <T> T pass(Supplier<T> call);

    /** Lets everything through. */
    static Gate open() {
        return new Gate() {
            @Override
            public <T> T pass(Supplier<T> call) {
                return call.get();
            }
        };
    }
}
