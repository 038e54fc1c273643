package dev.balancerdeployer.scheduler;

import java.time.Instant;
import java.util.Optional;

/** Understands cron expressions, in UTC. */
@FunctionalInterface
public interface CronSyntax {

    /**
     * Reads an expression.
     *
     * @throws IllegalArgumentException if it is none; the message says what is wrong with it
     */
    Times parse(String expression);

    /** The instants that an expression means; thread-safe. */
    @FunctionalInterface
    interface Times {

        /** The first one after {@code instant}; a whole second; empty if there is none. */
        Optional<Instant> nextAfter(Instant instant);
    }
}
