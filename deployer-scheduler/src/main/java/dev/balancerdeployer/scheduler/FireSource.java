package dev.balancerdeployer.scheduler;

import dev.balancerdeployer.coordination.JobName;
import java.util.Map;

/** What notices that a scheduled instant has come, and hands it in. */
@FunctionalInterface
public interface FireSource {

    /** Begins, once; it ends with the application. Nothing that was missed before is handed in. */
    void start(Map<JobName, Schedule> schedules);
}
