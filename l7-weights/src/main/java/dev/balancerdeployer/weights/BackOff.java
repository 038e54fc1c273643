package dev.balancerdeployer.weights;

import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before trying again: exponential, with full jitter, so that writers of one
 * config come apart (SPEC W4). After the n-th failure anything from 0 to the smaller of 10 ms times
 * 2^(n-1) and 4 s, so ten attempts take 9 s at most.
 */
record BackOff(RandomGenerator random) implements IntervalFunction {

    static final long FIRST_MILLIS = 10;
    static final long LONGEST_MILLIS = 4_000;

    @Override
    public Long apply(Integer attempt) {
        var ceiling = FIRST_MILLIS << Math.min(attempt - 1, 20);
        return random.nextLong(Math.min(ceiling, LONGEST_MILLIS) + 1);
    }

    Duration after(int attempt) {
        return Duration.ofMillis(apply(attempt));
    }
}
