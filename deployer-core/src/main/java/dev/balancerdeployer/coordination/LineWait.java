package dev.balancerdeployer.coordination;

import dev.balancerdeployer.coordination.Semaphores.Outcome;
import dev.balancerdeployer.coordination.Semaphores.Request;
import java.time.Duration;

/**
 * How long one who waits in line lets pass before it asks again: 40 ms at the head of the line,
 * where a permit that comes free is for the taking, and longer the more stand before it, up to a
 * second, so that a long line is no load. A place is refreshed in the store now and then only
 * ({@link Semaphores#askAgain}), several times before its patience is over (SPEC C3).
 */
final class LineWait {

    private static final Duration AT_HEAD = Duration.ofMillis(40);
    private static final Duration A_PLACE = Duration.ofMillis(20);
    private static final Duration MOST = Duration.ofSeconds(1);

    /** When nobody knows the place, such as while the store does not answer. */
    static final Duration UNKNOWN = Duration.ofMillis(200);

    private LineWait() {}

    /** After that answer to that request. */
    static Duration after(Outcome.Waiting answer, Request request) {
        var length = AT_HEAD.plus(A_PLACE.multipliedBy(answer.ahead()));
        return shorter(length, shorter(MOST, request.patience().dividedBy(4)));
    }

    static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
