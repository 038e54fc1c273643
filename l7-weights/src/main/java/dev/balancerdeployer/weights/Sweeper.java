package dev.balancerdeployer.weights;

import dev.balancerdeployer.coordination.Upkeep;
import java.time.Duration;

/** Forgets answers after 24 h and ended shifts after 30 days (SPEC W4, API.md section 5). */
final class Sweeper implements Upkeep {

    /** How long the answer under a key is kept. */
    static final Duration KEYS_KEPT = Duration.ofDays(1);

    private final Stores stores;

    Sweeper(Stores stores) {
        this.stores = stores;
    }

    @Override
    public String name() {
        return "old answers and shifts of weights";
    }

    @Override
    public Duration every() {
        return Duration.ofMinutes(10);
    }

    @Override
    public void round() {
        var now = stores.time().now();
        stores.answers().forget(now.minus(KEYS_KEPT));
        stores.ended().forget(now.minus(Shifts.KEPT));
    }
}
