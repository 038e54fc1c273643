package dev.balancerdeployer.web;

import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.coordination.StoreUnavailable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Whether the database answers, asked on the way that everything here goes: within 2 s, and at once
 * while it is known to be away (SPEC O4). Shown as {@code database}.
 */
@Component("database")
class DatabaseHealth implements HealthIndicator {

    private final DatabaseTime time;

    DatabaseHealth(DatabaseTime time) {
        this.time = time;
    }

    @Override
    public Health health() {
        try {
            var _ = time.now();
            return Health.up().build();
        } catch (StoreUnavailable _) {
            return Health.down().build();
        }
    }
}
