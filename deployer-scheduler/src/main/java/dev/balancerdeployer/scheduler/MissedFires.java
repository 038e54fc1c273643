package dev.balancerdeployer.scheduler;

import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.coordination.JobFires;
import dev.balancerdeployer.coordination.JobName;
import dev.balancerdeployer.coordination.Upkeep;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Hands in each job's last scheduled instant by the database's time, in case nobody has: after a
 * downtime, an outage of the database, on a host with a wrong clock, and for a job that never ran
 * (SPEC C6). All replicas find the same instant, and the ledger takes it once.
 */
final class MissedFires implements Upkeep {

    private static final Duration EVERY = Duration.ofSeconds(10);

    private final Map<JobName, Schedule> schedules;
    private final DatabaseTime time;
    private final JobFires fires;
    private final Map<JobName, Instant> handedIn = new ConcurrentHashMap<>();

    MissedFires(Map<JobName, Schedule> schedules, DatabaseTime time, JobFires fires) {
        this.schedules = schedules;
        this.time = time;
        this.fires = fires;
    }

    @Override
    public String name() {
        return "missed fires";
    }

    @Override
    public Duration every() {
        return EVERY;
    }

    @Override
    public void round() {
        var now = time.now();
        schedules.forEach((job, schedule) ->
                schedule.lastUntil(now)
                        .filter(it -> !it.equals(handedIn.get(job)))
                        .ifPresent(it -> {
                            fires.fire(job, it);
                            handedIn.put(job, it);
                        }));
    }
}
