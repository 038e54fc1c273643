package dev.balancerdeployer.delivery;

import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.coordination.Upkeep;
import java.time.Duration;

/** Forgets alerts that ended long ago. */
record OldAlerts(AlertRecords records, DatabaseTime time, Duration kept) implements Upkeep {

    @Override
    public String name() {
        return "old alerts";
    }

    @Override
    public Duration every() {
        return Duration.ofHours(1);
    }

    @Override
    public void round() {
        records.forget(time.now().minus(kept));
    }
}
