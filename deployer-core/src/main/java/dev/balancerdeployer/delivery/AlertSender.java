package dev.balancerdeployer.delivery;

import dev.balancerdeployer.coordination.Upkeep;
import dev.balancerdeployer.delivery.AlertOutbox.Taken;
import dev.balancerdeployer.delivery.AlertReceiver.Told;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the receiver of alerts what waits in the outbox, one call for each change of state (SPEC
 * D15). What failed is tried again with exponential back-off and full jitter, by whichever replica
 * comes first, also after a restart.
 */
final class AlertSender implements Upkeep {

    private static final Logger log = LoggerFactory.getLogger(AlertSender.class);

    /** Longer than a call to the receiver takes. */
    private static final Duration HOLD = Duration.ofSeconds(30);

    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    /** A round ends some time, so that the application can stop. */
    private static final int MOST = 50;

    private final AlertOutbox outbox;
    private final AlertReceiver receiver;
    private final RandomGenerator random;

    AlertSender(AlertOutbox outbox, AlertReceiver receiver, RandomGenerator random) {
        this.outbox = outbox;
        this.receiver = receiver;
        this.random = random;
    }

    @Override
    public String name() {
        return "telling of alerts";
    }

    @Override
    public Duration every() {
        return Duration.ofSeconds(1);
    }

    @Override
    public void round() {
        for (var i = 0; i < MOST; i++) {
            var taken = outbox.take(HOLD);
            if (taken.isEmpty() || Thread.currentThread().isInterrupted()) {
                return;
            }
            tell(taken.get());
        }
    }

    private void tell(Taken taken) {
        var event = taken.event();
        switch (receiver.tell(event)) {
            case Told.Accepted _ -> {
                outbox.told(taken);
                log.info("alert {}: {} was told", event.alert().id(), event.kind());
            }
            case Told.Failed(var reason) -> {
                if (isPowerOfTwo(taken.attempts())) {
                    log.warn(
                            "alert {}: {} could not be told at try {}, tried again: {}",
                            event.alert().id(),
                            event.kind(),
                            taken.attempts(),
                            reason);
                }
                outbox.postpone(taken, wait(taken.attempts()));
            }
        }
    }

    /** So that an outage is logged more and more seldom, but not forgotten. */
    private static boolean isPowerOfTwo(int attempts) {
        return Integer.bitCount(attempts) == 1;
    }

    /** Anything up to twice as much as before the last time. */
    private Duration wait(int attempts) {
        var doublings = Math.min(attempts - 1, 20);
        var longest = Math.min(LONGEST_WAIT.toMillis(), FIRST_WAIT.toMillis() << doublings);
        return Duration.ofMillis(random.nextLong(longest + 1));
    }
}
