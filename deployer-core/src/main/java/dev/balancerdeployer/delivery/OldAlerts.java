package dev.balancerdeployer.delivery;

import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.coordination.Upkeep;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forgets alerts that ended long ago, also those that nobody could be told of. */
record OldAlerts(AlertRecords records, DatabaseTime time, Duration kept) implements Upkeep {

    private static final Logger log = LoggerFactory.getLogger(OldAlerts.class);

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
        var untold = records.forget(time.now().minus(kept));
        if (untold > 0) {
            log.warn("{} alerts ended {} ago and were forgotten untold", untold, kept);
        }
    }
}
